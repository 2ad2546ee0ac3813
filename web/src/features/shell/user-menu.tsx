import type { User } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { useStore } from "~/lib/store";
import { Avatar } from "~/ui/badges";
import { Menu } from "~/ui/menu";
import { setTheme, theme } from "~/ui/theme";
import { useSignOut } from "./use-sign-out";

const themes = ["system", "light", "dark"] as const;

export function UserMenu({ user, onKeys, onAccount }: { user: User; onKeys: () => void; onAccount: () => void }) {
  const chosen = useStore(theme);
  const leave = useSignOut();
  const name = user.name ?? user.email ?? user.username ?? "";
  return (
    <Menu
      label={name}
      trigger={
        <button type="button" className="nav-b" title={name}>
          <Avatar name={name} />
          <span className="ell ni" aria-hidden="true">{name}</span>
        </button>
      }
      items={[
        ...themes.map((each) => ({ id: each, label: t(`theme.${each}`), icon: each === "dark" ? ("moon" as const) : each === "light" ? ("sun" as const) : ("monitor" as const), checked: each === chosen, onSelect: () => setTheme(each) })),
        { id: "account", label: t("account.title"), icon: "user", parted: true, onSelect: onAccount },
        { id: "keys", label: t("keys.title"), icon: "terminal", hotkey: "?", onSelect: onKeys },
        { id: "out", label: t("signOut"), icon: "external", parted: true, onSelect: () => void leave() },
      ]}
    />
  );
}
