import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { bootstrapQuery } from "~/api/session";
import type { Actor } from "~/api/types";

/** The reader as somebody to assign to. */
export function useMe(): Actor | null {
  const user = useQuery(bootstrapQuery).data?.user;
  return useMemo(() => (user ? { type: "user" as const, id: user.id, name: user.name ?? user.email ?? "", email: user.email ?? null } : null), [user]);
}
