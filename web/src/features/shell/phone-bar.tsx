import { useLocation, useNavigate } from "@tanstack/react-router";
import { t } from "~/lib/i18n/index";
import { Icon } from "~/ui/icon";
import { Menu, type MenuItem } from "~/ui/menu";
import { Item } from "./item";
import { useSignOut } from "./use-sign-out";

/** On a phone: the four places one goes to most, and the way to all others. */
export function PhoneBar({ org }: { org: string }) {
  const navigate = useNavigate();
  const leave = useSignOut();
  const path = useLocation({ select: (location) => location.pathname.split("/")[3] ?? "" });
  const params = { org };
  const more: MenuItem[] = [
    { id: "time-to-fix", label: t("fix.title"), icon: "clock", onSelect: () => void navigate({ to: "/organizations/$org/time-to-fix", params }) },
    { id: "system", label: t("system"), icon: "bars", onSelect: () => void navigate({ to: "/organizations/$org/system", params }) },
    { id: "settings", label: t("settings"), icon: "settings", onSelect: () => void navigate({ to: "/organizations/$org/settings", params }) },
    { id: "account", label: t("account.title"), icon: "user", onSelect: () => void navigate({ to: "/organizations/$org/settings/account", params }) },
    { id: "out", label: t("signOut"), icon: "external", parted: true, onSelect: () => void leave() },
  ];
  return (
    <nav className="tabbar" aria-label={t("shell.main")}>
      <Item to="/organizations/$org/issues" org={org} icon="inbox" label={t("issues")} size={20} />
      <Item to="/organizations/$org/releases" org={org} icon="tag" label={t("releases")} size={20} />
      <Item to="/organizations/$org/explore" org={org} icon="trend" label={t("explore")} size={20} />
      <Item to="/organizations/$org/projects" org={org} icon="cube" label={t("projects")} size={20} />
      <Menu
        label={t("shell.more")} align="end" items={more}
        trigger={<button type="button" aria-current={more.some((each) => each.id === path) ? "page" : undefined}><Icon name="dots" size={20} /><span className="ni">{t("shell.more")}</span></button>}
      />
    </nav>
  );
}
