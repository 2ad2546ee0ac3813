/** The account of the person at the screen. */
import { queryOptions } from "@tanstack/react-query";
import { get, request } from "./http";
import type { Preferences, User } from "./types";

export interface OwnSession {
  id: string;
  device: string | null;
  dateCreated: string;
  lastSeen: string;
  expires: string;
  current: boolean;
}

export interface Account {
  user: User;
  preferences: Preferences;
  sessions: OwnSession[];
}

const path = "/api/native/account";

export const accountQuery = queryOptions({ queryKey: ["account"], queryFn: ({ signal }) => get<Account>(path, {}, signal) });

export const renameAccount = (name: string) => request<Account>("PUT", path, { body: { name } });
export const changePassword = (current: string, next: string) => request<undefined>("PUT", `${path}/password`, { body: { current, new: next } });
export const savePreferences = (preferences: Preferences) => request<Preferences>("PUT", `${path}/preferences`, { body: preferences });
export const endSession = (id: string) => request<undefined>("DELETE", `${path}/sessions/${encodeURIComponent(id)}`);
export const endOtherSessions = () => request<undefined>("DELETE", `${path}/sessions`);
