/** Who is here, and the ways in and out. */
import { queryOptions } from "@tanstack/react-query";
import { get, request, setCsrfToken } from "./http";
import type { Bootstrap, User } from "./types";

async function fetchBootstrap(): Promise<Bootstrap> {
  const answer = await get<Bootstrap>("/api/native/bootstrap");
  setCsrfToken(answer.csrfToken);
  return answer;
}

export const bootstrapQuery = queryOptions({ queryKey: ["bootstrap"], queryFn: fetchBootstrap, staleTime: Infinity });

export interface SetupForm {
  token: string;
  name: string;
  email: string;
  password: string;
  organization: { name: string; slug: string };
}

export const setUp = (form: SetupForm) => request<unknown>("POST", "/api/native/setup", { body: form });

export const signIn = (email: string, password: string) =>
  request<{ user: User; csrfToken?: string }>("POST", "/api/native/session", { body: { email, password } });

export const signOut = () => request<undefined>("DELETE", "/api/native/session");

/** As the server holds it. */
export const least_password_chars = 8;
