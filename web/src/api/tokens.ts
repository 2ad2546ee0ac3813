/** Tokens: a person's own and the organisation's. The secret is answered once, on creation. */
import { queryOptions } from "@tanstack/react-query";
import { get, request } from "./http";

export interface Token {
  id: string;
  name: string | null;
  scopes: string[];
  tokenLastCharacters?: string | null;
  dateCreated: string;
  dateLastUsed?: string | null;
  /** Only in the answer to a creation. */
  token?: string | null;
}

export type TokenKind = "user" | "org";

const path = (kind: TokenKind, org: string) => (kind === "user" ? "/api/0/api-tokens/" : `/api/0/organizations/${encodeURIComponent(org)}/org-auth-tokens/`);

export const tokensQuery = (kind: TokenKind, org: string) =>
  queryOptions({ queryKey: ["tokens", kind, org], queryFn: ({ signal }) => get<Token[]>(path(kind, org), {}, signal) });

export const createToken = (kind: TokenKind, org: string, body: { name: string; scopes: string[] }) => request<Token>("POST", path(kind, org), { body });

/** A user token is named in the body, an organisation token in the path. */
export const revokeToken = (kind: TokenKind, org: string, id: string) =>
  kind === "user" ? request<undefined>("DELETE", path(kind, org), { body: { tokenId: id } }) : request<undefined>("DELETE", `${path(kind, org)}${encodeURIComponent(id)}/`);
