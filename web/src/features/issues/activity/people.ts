/** Whom a comment may mention: members by name, teams by slug. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { membersQuery, teamsQuery } from "~/api/organization";

export interface Person {
  /** `user:1` or `team:2`, as the server takes it. */
  id: string;
  /** What stands in the text: `@Mina Okafor` or `#web`. */
  handle: string;
  name: string;
  team: boolean;
}

export function usePeople(org: string): Person[] {
  const members = useQuery(membersQuery(org)).data;
  const teams = useQuery(teamsQuery(org)).data;
  return useMemo(() => {
    const people = (members ?? []).flatMap((member): Person[] => {
      const name = member.user?.name || member.name || member.email;
      return member.user ? [{ id: `user:${member.user.id}`, handle: `@${name}`, name, team: false }] : [];
    });
    const groups = (teams ?? []).map((team): Person => ({ id: `team:${team.id}`, handle: `#${team.slug}`, name: team.name || team.slug, team: true }));
    // Longest first: "@Mina Okafor" is not "@Mina" with a surname left over.
    return [...people, ...groups].toSorted((a, b) => b.handle.length - a.handle.length);
  }, [members, teams]);
}

/** Who is mentioned in a text, each once. */
export function mentionsIn(text: string, people: readonly Person[]): string[] {
  const found = new Set<string>();
  for (let i = 0; i < text.length; i += 1) {
    if ((text[i] !== "@" && text[i] !== "#") || /\w/.test(text[i - 1] ?? " ")) continue;
    const person = people.find((each) => text.startsWith(each.handle, i) && !/\w/.test(text[i + each.handle.length] ?? " "));
    if (person) found.add(person.id);
  }
  return [...found];
}

/** The mention being typed at the caret: where it begins and what is there of it. */
export function typing(text: string, caret: number): { from: number; text: string; sign: string } | null {
  const m = /(?:^|[\s(])([@#])([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(text.slice(0, caret));
  return m ? { from: caret - (m[2]?.length ?? 0) - 1, text: (m[2] ?? "").toLowerCase(), sign: m[1] ?? "@" } : null;
}

const offered = 6;

export function offers(at: ReturnType<typeof typing>, people: readonly Person[]): Person[] {
  if (!at) return [];
  const fits = people.filter((each) => (at.sign === "#" ? each.team : true) && (each.name.toLowerCase().includes(at.text) || each.handle.slice(1).toLowerCase().startsWith(at.text)));
  // A name that is already there in full offers nothing more.
  return fits.some((each) => each.handle.slice(1).toLowerCase() === at.text) && fits.length === 1 ? [] : fits.toSorted((a, b) => a.handle.localeCompare(b.handle)).slice(0, offered);
}
