import { useQuery } from "@tanstack/react-query";
import { type ReactElement, useMemo } from "react";
import { membersQuery, teamsQuery } from "~/api/organization";
import { bootstrapQuery } from "~/api/session";
import type { Actor } from "~/api/types";
import { t } from "~/lib/i18n/index";
import { Avatar } from "~/ui/badges";
import { Picker, type PickerItem } from "~/ui/picker";

interface Props {
  org: string;
  trigger?: ReactElement<Record<string, unknown>>;
  anchor?: () => Element | null;
  current: Actor | null;
  onAssign: (actor: Actor | null) => void;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "end" | "center";
}

const nobody = "nobody";

export function AssignPicker({ org, current, onAssign, ...rest }: Props) {
  const wanted = rest.open !== false;
  const members = useQuery({ ...membersQuery(org), enabled: wanted });
  const teams = useQuery({ ...teamsQuery(org), enabled: wanted });
  const me = useQuery(bootstrapQuery).data?.user ?? null;
  const actors = useMemo(() => {
    const people = (members.data ?? []).flatMap((member): Actor[] => {
      const user = member.user;
      return user ? [{ type: "user", id: user.id, name: user.name ?? member.name ?? member.email, email: member.email }] : [];
    });
    const mine = people.filter((each) => each.id === me?.id);
    const groups = (teams.data ?? []).map((team): Actor => ({ type: "team", id: team.id, name: team.slug }));
    return [...mine, ...people.filter((each) => each.id !== me?.id), ...groups];
  }, [members.data, teams.data, me]);
  const items: PickerItem[] = [
    ...(current ? [{ value: nobody, label: t("assign.nobody"), lead: <Avatar name={null} /> }] : []),
    ...actors.map((actor) => ({
      value: `${actor.type}:${actor.id}`,
      label: actor.type === "team" ? `#${actor.name}` : actor.name,
      lead: <Avatar name={actor.name} team={actor.type === "team"} />,
      ...(actor.type === "user" && actor.id === me?.id ? { hint: t("assign.you") } : {}),
    })),
  ];
  return (
    <Picker
      {...rest}
      label={t("assign.to")}
      items={items}
      selected={current ? [`${current.type}:${current.id}`] : []}
      onPick={(value) => onAssign(value === nobody ? null : (actors.find((actor) => `${actor.type}:${actor.id}` === value) ?? null))}
    />
  );
}
