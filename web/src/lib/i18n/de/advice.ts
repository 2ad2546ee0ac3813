/** Was als Nächstes zu tun ist: nach dem ersten Ereignis, und wenn es dem System nicht gut geht. */
export const advice = {
  "project.find": "Plattform oder Framework", "project.otherPlatform": "Andere, mit curl", "project.find.none": "Nichts mit diesem Namen; „Andere, mit curl“ geht mit allem, was HTTP spricht.",
  "next.title": "Checkliste", "next.done": "{n} von {total} erledigt", "next.project": "Das Projekt anlegen", "next.project.why": "Ein Projekt hält die Fehler eines Dienstes.", "next.first": "Das erste Ereignis senden", "next.first.why": "Es zeigt, dass DSN und Weg hierher stimmen.", "next.maps": "Source Maps hochladen", "next.maps.why": "Ohne sie bleibt minifizierter Code im Stacktrace minifiziert.", "next.assign": "Einen Fehler jemandem geben", "next.assign.why": "Was jemandem gehört, wird behoben.", "next.assign.do": "Fehler ohne jemanden", "next.release": "Das Release nennen", "next.release.why": "Im SDK release setzen, damit Rückkehrer erkannt werden.",
  "next.environment": "Die Umgebung nennen", "next.environment.why": "environment setzen, damit Staging niemanden weckt.", "next.invite": "Jemanden einladen", "next.invite.why": "Fehler gehen dann an die, die den Code kennen.",
  "next.team": "Dem Projekt ein Team geben", "next.team.why": "Einem Team lässt sich zuweisen, und es weiß, was ihm gehört.",
  "advice.title": "Was zu tun ist", "advice.full": "Der Platz ist auf seine Reserve von {bytes} gefallen: neue Ereignisse werden abgewiesen. Platz schaffen oder das Volume vergrößern; die Annahme geht von selbst weiter.",
  "advice.soon": { one: "Der Platz ist in etwa {n} Tag belegt. Das Volume vergrößern oder Ereignisse kürzer behalten.", other: "Der Platz ist in etwa {n} Tagen belegt. Das Volume vergrößern oder Ereignisse kürzer behalten." },
  "advice.off": "Die Buchführung weicht um {n} ab. „bartizan doctor“ ausführen und im Log des Servers nach Fehlern des Committers sehen.",
  "advice.queue": "{n} Einträge warten. Sie sind sicher; wächst die Zahl weiter, ist die Maschine zu langsam: mehr Prozessoren oder eine schnellere Platte helfen.",
  "advice.sync": "Das letzte Schreiben dauerte {time}. So lange warten SDKs auf Antwort: nachsehen, was diese Platte sonst benutzt.",
  "advice.limited": "Über ihrer Grenze: {names}. Die Grenze unter Schlüssel anheben oder die Quelle suchen.",
  "disk.left": { one: "Voll in etwa {n} Tag, am {date}", other: "Voll in etwa {n} Tagen, am {date}" },
} as const;
