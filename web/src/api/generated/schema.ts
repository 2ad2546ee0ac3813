// Written by `npm run api` from openapi/bartizan.json. Do not edit.
export interface paths {
    "/api/0/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Version of the API, who is calling and with which scopes. A token that is none is refused: who signs in with it would
         *     believe it to be good.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Index"];
                    };
                };
                /** @description The token is not valid */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/api-tokens/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens of the person; browser sessions only. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserTokenAnswer"][];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a token of the person; browser sessions only. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTokenBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserTokenAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Revokes the token named in the body or by `tokenId`; browser sessions only. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TokenReference"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/api-tokens/{token}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a token of the person; browser sessions only. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/auth/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The person calling. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SelfUser"];
                    };
                };
                /** @description An organization's token is no person. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/internal/health/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health of the installation: whether every store answers and events are accepted. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An issue. */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                    expand?: string[];
                    collapse?: string[];
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes an issue; answers it as it is then. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Deletes an issue with its events. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/activities/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to an issue. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activities"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/attachments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of the issue's newest events. */
        get: {
            parameters: {
                query?: {
                    types?: string[];
                    cursor?: string;
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventAttachment"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/comments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comments on an issue; the same as `notes/`. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"][];
                    };
                };
            };
        };
        put?: never;
        /** Writes a comment; the same as `notes/`. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/comments/{note}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's own comment; the same as `notes/`. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        post?: never;
        /** Removes one's own comment; the same as `notes/`. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of an issue, newest first; `full` answers them whole. */
        get: {
            parameters: {
                query?: {
                    full?: boolean;
                    query?: string;
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SimpleEvent"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/events/{event}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event of an issue: `latest`, `oldest`, `recommended`, or by id. The first three, and the neighbours of all, are
         *     looked for among the events that meet the query and the window.
         */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                    query?: string;
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                };
                header?: never;
                path: {
                    issue: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Event"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/external-issues/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tickets of an issue, in the order they were linked. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExternalIssue"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Links a ticket by its address. One that is linked already is answered as it is, with 200. Not part of the public API. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewExternalIssue"];
                };
            };
            responses: {
                /** @description Linked already */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExternalIssue"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExternalIssue"];
                    };
                };
                /** @description No address, or not one of a page */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The issue has as many as it may */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/external-issues/{ticket}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a ticket away from an issue. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                    ticket: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Unlinked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/hashes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hashes of an issue, each with its newest event (whole with `full`). */
        get: {
            parameters: {
                query?: {
                    full?: boolean;
                    cursor?: string;
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
            };
        };
        /** The same as `DELETE`, as older clients ask for it. */
        put: {
            parameters: {
                query: {
                    id: string[];
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
            };
        };
        post?: never;
        /** Takes the fingerprints named by `id` out of the issue; together they become an issue of their own. */
        delete: {
            parameters: {
                query: {
                    id: string[];
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/integrations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Services an issue may be tied to: none in this version. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/notes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comments on an issue, newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"][];
                    };
                };
            };
        };
        put?: never;
        /** Writes a comment. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/notes/{note}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's own comment. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        post?: never;
        /** Removes one's own comment. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/stats/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of an issue over time: `since` and `until` in seconds since the epoch, by default the last day. */
        get: {
            parameters: {
                query?: {
                    since?: number;
                    until?: number;
                    resolution?: string;
                    environment?: string[];
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": [
                            number,
                            number
                        ][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of an issue's events with their most frequent values. */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    key?: string[];
                    environment?: string[];
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagKey"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/tags/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key of an issue's events with its most frequent values. */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                };
                header?: never;
                path: {
                    issue: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagKey"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/tags/{key}/values/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values of a key of an issue's events. */
        get: {
            parameters: {
                query?: {
                    sort?: string;
                    query?: string;
                    environment?: string[];
                    cursor?: string;
                };
                header?: never;
                path: {
                    issue: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagValue"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/user-feedback/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports about an issue; the same as `user-reports/`. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserReport"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/issues/{issue}/user-reports/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports about an issue, newest first. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserReport"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Organisations the caller belongs to. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    owner?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationSummary"][];
                    };
                };
            };
        };
        put?: never;
        /** Makes an organisation; for superusers. The person becomes its owner. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewOrganization"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationSummary"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One organisation, with its teams and projects unless `detailed=0`. */
        get: {
            parameters: {
                query?: {
                    detailed?: string;
                };
                header?: never;
                path: {
                    /** @description Slug or id */
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes name and slug. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Slug or id */
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OrganizationUpdate"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Organization"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/artifactbundle/assemble/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts an artifact bundle together from its chunks, or says which are missing. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssembleAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/chunk-upload/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How files are to be sent. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChunkOptions"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Takes chunks: parts `file` or `file_gzip` whose file name is the SHA-1 of the (unpacked) bytes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": number[];
                };
            };
            responses: {
                /** @description Stored */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/discover/saved/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Saved queries of an organisation; `query` looks in their names. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    /** @description name, dateCreated or dateUpdated, with - before it for descending */
                    sortBy?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedQueryAnswer"][];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Saves a query. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SavedQueryDraft"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedQueryAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description As many as are kept */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/discover/saved/{query}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One saved query. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    query: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedQueryAnswer"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Replaces a saved query: one's own, or any with `org:write`. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    query: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SavedQueryDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedQueryAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Deletes a saved query: one's own, or any with `org:write`. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    query: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/environments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Environments of all projects, each name once. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                    visibility?: string;
                };
                header?: never;
                path: {
                    /** @description Slug or id */
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationEnvironment"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/eventids/{event}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An event by its id. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResolvedEvent"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/events-stats/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Charts over errors: `yAxis` names their functions; with `topEvents` the most frequent values of `field` have a line each. */
        get: {
            parameters: {
                query?: {
                    yAxis?: string[];
                    query?: string;
                    interval?: string;
                    dataset?: string;
                    project?: string[];
                    field?: string[];
                    topEvents?: number;
                    sort?: string;
                    excludeOther?: string;
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/events-timeseries/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Charts over errors as a list of series: `yAxis` names their functions, `groupBy` with `topEvents` splits them. */
        get: {
            parameters: {
                query?: {
                    yAxis?: string[];
                    query?: string;
                    interval?: string;
                    dataset?: string;
                    project?: string[];
                    groupBy?: string[];
                    topEvents?: number;
                    sort?: string;
                    excludeOther?: string;
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A table over errors: `field` names its columns. */
        get: {
            parameters: {
                query: {
                    field: string[];
                    query?: string;
                    sort?: string;
                    dataset?: string;
                    project?: string[];
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Issues of an organization. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    sort?: string;
                    project?: string[];
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                    groupStatsPeriod?: string;
                    limit?: number;
                    cursor?: string;
                    expand?: string[];
                    collapse?: string[];
                    group?: string[];
                    shortIdLookup?: boolean;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueBody"][];
                    };
                };
            };
        };
        /** Changes issues: those named by `id`, or all that meet `query` and the filters. */
        put: {
            parameters: {
                query?: {
                    id?: string[];
                    query?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Nothing matched */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Deletes issues with their events: those named by `id`, or up to 1000 that meet `query` and the filters. */
        delete: {
            parameters: {
                query?: {
                    id?: string[];
                    query?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An issue. */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                    expand?: string[];
                    collapse?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes an issue; answers it as it is then. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueBody"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Deletes an issue with its events. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/activities/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to an issue. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Activities"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/attachments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of the issue's newest events. */
        get: {
            parameters: {
                query?: {
                    types?: string[];
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventAttachment"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/comments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comments on an issue; the same as `notes/`. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"][];
                    };
                };
            };
        };
        put?: never;
        /** Writes a comment; the same as `notes/`. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/comments/{note}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's own comment; the same as `notes/`. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        post?: never;
        /** Removes one's own comment; the same as `notes/`. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of an issue, newest first; `full` answers them whole. */
        get: {
            parameters: {
                query?: {
                    full?: boolean;
                    query?: string;
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SimpleEvent"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/events/{event}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One event of an issue: `latest`, `oldest`, `recommended`, or by id. The first three, and the neighbours of all, are
         *     looked for among the events that meet the query and the window.
         */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                    query?: string;
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Event"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/external-issues/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tickets of an issue, in the order they were linked. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExternalIssue"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Links a ticket by its address. One that is linked already is answered as it is, with 200. Not part of the public API. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewExternalIssue"];
                };
            };
            responses: {
                /** @description Linked already */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExternalIssue"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExternalIssue"];
                    };
                };
                /** @description No address, or not one of a page */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The issue has as many as it may */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/external-issues/{ticket}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a ticket away from an issue. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    ticket: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Unlinked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/hashes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hashes of an issue, each with its newest event (whole with `full`). */
        get: {
            parameters: {
                query?: {
                    full?: boolean;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
            };
        };
        /** The same as `DELETE`, as older clients ask for it. */
        put: {
            parameters: {
                query: {
                    id: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
            };
        };
        post?: never;
        /** Takes the fingerprints named by `id` out of the issue; together they become an issue of their own. */
        delete: {
            parameters: {
                query: {
                    id: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/integrations/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Services an issue may be tied to: none in this version. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/notes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Comments on an issue, newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"][];
                    };
                };
            };
        };
        put?: never;
        /** Writes a comment. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/notes/{note}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes one's own comment. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NoteBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityBody"];
                    };
                };
            };
        };
        post?: never;
        /** Removes one's own comment. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    note: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/stats/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of an issue over time: `since` and `until` in seconds since the epoch, by default the last day. */
        get: {
            parameters: {
                query?: {
                    since?: number;
                    until?: number;
                    resolution?: string;
                    environment?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": [
                            number,
                            number
                        ][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of an issue's events with their most frequent values. */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    key?: string[];
                    environment?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagKey"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/tags/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key of an issue's events with its most frequent values. */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagKey"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/tags/{key}/values/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values of a key of an issue's events. */
        get: {
            parameters: {
                query?: {
                    sort?: string;
                    query?: string;
                    environment?: string[];
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagValue"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/user-feedback/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports about an issue; the same as `user-reports/`. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserReport"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/issues/{issue}/user-reports/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports about an issue, newest first. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserReport"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/members/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members and open invitations. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Adds a member: at once when the address has an account here, else as an invitation whose link is in the answer. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/members/{member}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One member; `me` is the caller. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    /** @description Id or `me` */
                    member: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes role and teams of a member. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    member: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MemberBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Removes a member, withdraws an invitation, or leaves (`me`). */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    member: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/members/{member}/teams/{team}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a member to a team; everybody may join by themselves. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    member: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Takes a member out of a team. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    member: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/org-auth-tokens/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens of an organisation. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationTokenAnswer"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a token of an organisation, with `org:ci` unless scopes are named. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTokenBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OrganizationTokenAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/org-auth-tokens/{token}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a token of an organisation. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/project-keys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of all projects of an organisation; `team` leaves those of one team. */
        get: {
            parameters: {
                query?: {
                    team?: string;
                    status?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientKey"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/projects/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects of an organisation; `statsPeriod` (24h, 14d, 30d) adds their event counts. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    statsPeriod?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectSummary"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a project with its first key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewProjectBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectSummary"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/releases/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases of an organisation, newest first; `query` leaves those whose version contains it. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                    query?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a release; 208 when it was there already and is changed. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                208: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/releases/{version}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One release. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes a release: dates, commits, references, status. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Removes a release that no event names. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/releases/{version}/commits/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Commits of a release, the newest first. */
        get: {
            parameters: {
                query?: {
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Commit"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/releases/{version}/deploys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deploys of a release, the newest first. */
        get: {
            parameters: {
                query?: {
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deploy"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Notes a deploy of a release. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Deploy"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/releases/{version}/previous-with-commits/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest earlier release with commits, or `{}`. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/repos/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Places that commits came from, by name. */
        get: {
            parameters: {
                query?: {
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Repository"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/shortids/{short_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An issue by its short id. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    short_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResolvedShortId"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/stats_v2/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sums of what was received, by outcome, category, reason and project. */
        get: {
            parameters: {
                query: {
                    groupBy: string[];
                    field: string[];
                    interval?: string;
                    category?: string[];
                    outcome?: string[];
                    reason?: string[];
                    project?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StatsV2"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys seen in an organization. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                    environment?: string[];
                    statsPeriod?: string;
                    dataset?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagKey"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/tags/{key}/values/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values of a key in an organization; `query` keeps those that contain its text. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    sort?: string;
                    project?: string[];
                    statsPeriod?: string;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagValue"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/teams/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Teams of an organisation, with their projects unless `detailed=0`. */
        get: {
            parameters: {
                query?: {
                    detailed?: string;
                    query?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a team; whoever makes it joins it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TeamBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/trace-items/attributes/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Attributes of errors: fields, then the tags seen in the period. */
        get: {
            parameters: {
                query?: {
                    dataset?: string;
                    itemType?: string;
                    attributeType?: string[];
                    substringMatch?: string;
                    query?: string;
                    project?: string[];
                    statsPeriod?: string;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/organizations/{organization}/users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members who have taken their invitation, with the projects of their teams. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects of all organisations of the caller. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectSummary"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One project with its settings. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Slug or id */
                    organization: string;
                    /** @description Slug or id */
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description It was renamed: `{"slug": ..}` */
                302: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes a project. What this version cannot change is refused by name, unless the value is the one it has. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProjectUpdate"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Removes a project with its keys, issues and events. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/environments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Environments of a project. */
        get: {
            parameters: {
                query?: {
                    /** @description `visible` (default), `hidden` or `all` */
                    visibility?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnvironmentAnswer"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/environments/{environment}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One environment. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    environment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnvironmentAnswer"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Hides or shows an environment. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    environment: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EnvironmentUpdate"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnvironmentAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of a project, newest first. */
        get: {
            parameters: {
                query?: {
                    full?: boolean;
                    query?: string;
                    environment?: string[];
                    statsPeriod?: string;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SimpleEvent"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/{event}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event of a project. */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Event"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/{event}/attachments/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files of an event. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventAttachment"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/{event}/attachments/{attachment}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One file: what is known of it, with `download` its bytes, with `preview` what can be shown of it: a raster picture
         *     as what its own bytes say it is, or the beginning of a text.
         */
        get: {
            parameters: {
                query?: {
                    download?: string;
                    preview?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                    attachment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventAttachment"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description It can only be downloaded */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        /** Deletes a file. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                    attachment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/{event}/committers/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may have caused the event: nobody is known yet. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/{event}/grouping-info/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why the event belongs to its issue. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/{event}/json/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stored payload as it is. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/events/{event}/owners/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Owners by the project's rules: there are none yet. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    event: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/files/artifact-bundles/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Artifact bundles of a project, newest first; `query` leaves those whose release, a file's URL or debug id contains it. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArtifactBundle"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/files/artifact-bundles/{artifact}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An artifact bundle with its files. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    artifact: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArtifactBundle"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        /** Takes an artifact bundle from the project; its bytes go with the last project that has it. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    artifact: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/files/difs/assemble/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts debug files together from their chunks, by the SHA-1 of each; or says of each which chunks are missing. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: components["schemas"]["DebugFileProgress"];
                        };
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/files/dsyms/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Debug files of a project, newest first; `query` leaves those whose name, debug id, code id or checksum contains it. With
         *     `id` the bytes of that file.
         */
        get: {
            parameters: {
                query?: {
                    id?: string;
                    query?: string;
                    debug_id?: string;
                    code_id?: string;
                    file_formats?: string[];
                    release?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DebugFile"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Takes a debug file, or a ZIP archive of them, in the part `file` of a form; answers what was found in it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DebugFile"][];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Deletes the debug file `id`; its bytes go with the last object in them. */
        delete: {
            parameters: {
                query: {
                    id: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/files/dsyms/associate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes the version of an app (`appId@version+build`) for the files with these `checksums`; answers those there are. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Associated"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/files/dsyms/unknown/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which of the `checksums` (SHA-1) the project has no file for. */
        get: {
            parameters: {
                query: {
                    checksums: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Missing"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/files/proguard-artifact-releases/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases that were named for the mapping `proguard_uuid`. */
        get: {
            parameters: {
                query: {
                    proguard_uuid: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleasesOf"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Notes that a release has the mapping `proguard_uuid`, which is uploaded already; 409 when it is noted. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReleasesOf"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/issues/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Issues of a project. `statsPeriod` (`24h`, `14d` or empty) is about the statistics only. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    statsPeriod?: string;
                    hashes?: string;
                    limit?: number;
                    cursor?: string;
                    shortIdLookup?: boolean;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueBody"][];
                    };
                };
            };
        };
        /** Changes issues of a project. */
        put: {
            parameters: {
                query?: {
                    id?: string[];
                    status?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": unknown;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description Nothing matched */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Deletes issues of a project. */
        delete: {
            parameters: {
                query?: {
                    id?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/keys/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of a project. */
        get: {
            parameters: {
                query?: {
                    status?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientKey"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeyBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientKey"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/keys/{key}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key; its id is its public half. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientKey"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes name, limit, or whether it is on. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeyBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClientKey"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Removes a key. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/releases/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Releases of a project, newest first. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a release of a project; 208 when it was there already and is changed. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                208: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/releases/{version}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One release of a project. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes a release of a project; one that is not there yet is made. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Release"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Removes a release of a project that no event names. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/releases/{version}/commits/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Commits of a project's release, the newest first. */
        get: {
            parameters: {
                query?: {
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    version: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Commit"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/stats/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of a project over time: pairs of epoch seconds and count. */
        get: {
            parameters: {
                query?: {
                    /** @description `received` (default), `rejected`, `blacklisted` or `generated` */
                    stat?: string;
                    since?: string;
                    until?: string;
                    /** @description `10s`, `1h` or `1d` */
                    resolution?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": [
                            number,
                            number
                        ][];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/tags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys seen in a project. */
        get: {
            parameters: {
                query?: {
                    statsPeriod?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagKey"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/tags/{key}/values/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values of a key in a project. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    sort?: string;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TagValue"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/teams/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Teams of a project. */
        get: {
            parameters: {
                query?: {
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/teams/{team}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a project to a team too. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Takes a project from a team. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/user-feedback/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reports of a project, newest first. */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserReport"][];
                    };
                };
            };
        };
        put?: never;
        /** Writes a report, by a token or by the project's DSN (`Authorization: DSN …`). It takes the way of every event. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewReport"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserReport"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/projects/{organization}/{project}/users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users seen in a project's events. */
        get: {
            parameters: {
                query?: {
                    query?: string;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown[];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/teams/{organization}/{team}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One team; `expand=projects` adds its projects. */
        get: {
            parameters: {
                query?: {
                    expand?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                    /** @description Slug or id */
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes slug or name of a team. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TeamBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamDetail"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Removes a team; its projects stay. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/teams/{organization}/{team}/members/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members of a team. */
        get: {
            parameters: {
                query?: {
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/teams/{organization}/{team}/projects/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects of a team. */
        get: {
            parameters: {
                query?: {
                    per_page?: number;
                    cursor?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectSummary"][];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Makes a project of a team with its first key. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    team: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewProjectBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectSummary"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/users/me/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The person calling. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SelfUser"];
                    };
                };
                /** @description An organization's token is no person. */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/0/users/me/regions/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Installations the caller has organisations on: this one. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Regions"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The account of the caller with its sessions. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountBody"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Changes the caller's name. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountBody"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes the caller's password and ends their other sessions. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordDraft"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/account/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replaces the caller's preferences. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PreferencesBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PreferencesBody"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends every session of the caller but this one. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/account/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a session of the caller. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    session: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/bootstrap": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the installation is set up, who is signed in, and their organisations. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Bootstrap"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a link offers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Last part of the link */
                    invitation: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description Unknown or used */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Takes an invitation: as the person signed in, or with a new account of the invited address. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Last part of the link */
                    invitation: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AcceptBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/deploys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest deploys of releases of the projects, the newest first. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                    environment?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeployMark"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/events.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The table of `/api/0/organizations/{organization}/events/` as CSV, at most 10,000 rows. */
        get: {
            parameters: {
                query: {
                    field: string[];
                    query?: string;
                    sort?: string;
                    project?: string[];
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/issue-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many issues each tab holds; `query` narrows all of them. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                    environment?: string[];
                    statsPeriod?: string;
                    query?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueCounts"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/issue-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sections of the list that `query` and the filters give, `by` deploy, priority, assignee or project. */
        get: {
            parameters: {
                query?: {
                    by?: string;
                    project?: string[];
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                    query?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueGroupBody"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/issues-undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes back the caller's last change of status, assignee or priority of each issue named by `id`, up to ten minutes after
         *     it: conditions, locks and times come back as they were.
         */
        post: {
            parameters: {
                query: {
                    id: string[];
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Undone"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/issues/{issue}/merges/{merge}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes back a merge that the issue's activity tells of (`data.issues[].merge`): the merged issue is there again under its
         *     id, with its activity, and is not merged by itself again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                    merge: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Restored"];
                    };
                };
                /** @description It was taken back already, or nothing of it can be told apart */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/issues/{issue}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Issues of the project that look like this one, the most alike first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SimilarIssue"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/issues/{issue}/special": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is special about an issue in a window; by default the last 14 days, or as far back as 90 when they hold too little. */
        get: {
            parameters: {
                query?: {
                    environment?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                };
                header?: never;
                path: {
                    organization: string;
                    issue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssueSpecial"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a project keeps of uploaded files, its limits, and how long files stay without use. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ArtifactUsage"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/first-event": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far the first event of a project has come, step by step. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FirstEvent"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/grouping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules by which a project groups, with their history. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupingRules"];
                    };
                };
            };
        };
        /** Writes new rules for events to come, or takes back a version. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RulesDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupingRules"];
                    };
                };
                /** @description A rule has a fault; it is named with its place */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/grouping/automatic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether issues of the project are merged by themselves. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AutomaticMerging"];
                    };
                };
            };
        };
        /** Lets issues of the project be merged by themselves, or not. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AutomaticMerging"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AutomaticMerging"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/grouping/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Two events of a project, each by its id or as `issue:ID` for the newest of an issue, with both explanations laid side by side. */
        get: {
            parameters: {
                query: {
                    left: string;
                    right: string;
                };
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comparison"];
                    };
                };
                /** @description An event is not stored */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/grouping/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What these rules would change for events of the project: of many the newest, and some of each group. Nothing is written. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PreviewDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Preview"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/grouping/regroup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs that grouped stored events of the project anew, newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Regrouping"][];
                    };
                };
            };
        };
        put?: never;
        /** Begins to apply the newest rules to the events of the last days. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegroupDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Regrouping"];
                    };
                };
                /** @description Another job of the project is under way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/grouping/regroup/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Stops a job; what was moved stays moved. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    job: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Regrouping"];
                    };
                };
                /** @description It has come to its end already */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/grouping/regroup/{job}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back a job that applied rules: its events return to the issues they were in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                    job: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UndoDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Regrouping"];
                    };
                };
                /** @description It is under way, was taken back, or another came after it */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/projects/{project}/test-event": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a test event to a project, on the way every event goes. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    project: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TestEvent"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The project has no enabled key */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/search/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of the search language, then the tags and feature flags seen in the period. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                    statsPeriod?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchKey"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/search/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Values of a key; `query` keeps those that contain its text. */
        get: {
            parameters: {
                query: {
                    key: string;
                    query?: string;
                    project?: string[];
                    statsPeriod?: string;
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchValue"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes of issues: events of type `issue` (see `LiveChange`), `lagged` and `ping`. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": components["schemas"]["LiveChange"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/time-to-fix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Age of open issues, time to first response and time to fix of a period, by project and assignee. */
        get: {
            parameters: {
                query?: {
                    project?: string[];
                    statsPeriod?: string;
                    start?: string;
                    end?: string;
                    /** @description Issues with an event of one of these */
                    environment?: string[];
                };
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimeToFix"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/view-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many issues each view holds that the caller sees. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ViewCount"][];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/view-order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Puts the caller's views into an order; it is theirs alone. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ViewOrder"];
                };
            };
            responses: {
                /** @description Ordered */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Views the caller sees, in their order. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ViewBody"][];
                    };
                };
            };
        };
        put?: never;
        /** Saves a view. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ViewDraft"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ViewBody"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description As many as one may keep */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/organizations/{organization}/views/{view}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a view: one's own, or a shared one with `org:write`. */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    view: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ViewDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ViewBody"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        post?: never;
        /** Deletes a view: one's own, or a shared one with `org:write`. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    organization: string;
                    view: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs in. Answers alike for an unknown address and a wrong password; too many tries have to wait. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionAnswer"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        /** Ends the session; without one it does nothing. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the first account and organisation and signs in. Works once, with the link printed at the start. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SetUpBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionAnswer"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/native/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of queue, stores, disk and ledger: for superusers, and for owners with the ledger of their own organisations. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemState"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Name and password of somebody new; nothing for somebody signed in. */
        AcceptBody: {
            name?: string;
            password?: string | null;
        };
        /** @description The account. */
        AccountBody: {
            preferences: components["schemas"]["PreferencesBody"];
            /** @description Last used first. */
            sessions: components["schemas"]["SessionBody"][];
            user: components["schemas"]["Person"];
        };
        /** @description Changes to the account. */
        AccountDraft: {
            name: string;
        };
        /** @description Entries of an issue. */
        Activities: {
            /** @description Newest first; the first event closes the list. */
            activity: components["schemas"]["ActivityBody"][];
        };
        /** @description One entry. */
        ActivityBody: {
            /** @description Details. */
            data: unknown;
            /** @description When. */
            dateCreated: string;
            /** @description Id; 0 for the entry that stands for the first event. */
            id: string;
            /** @description The app that did it; none. */
            sentry_app?: unknown;
            /** @description What happened. */
            type: string;
            user?: components["schemas"]["User"] | null;
        };
        /** @description A person or a team. */
        Actor: {
            email?: string | null;
            id: string;
            name: string;
            type: string;
        };
        /** @description Open issues of an age. */
        AgeClass: {
            /**
             * Format: int64
             * @description Younger than this and not in the class before; null for the last class.
             */
            belowSeconds?: number | null;
            /** Format: int64 */
            issues: number;
        };
        /** @description A ticket as a link of an issue. */
        Annotation: {
            /** @description Its name. */
            displayName: string;
            /** @description Its page. */
            url: string;
        };
        /** @description An artifact bundle. */
        ArtifactBundle: {
            associations: components["schemas"]["Association"][];
            bundleId: string;
            checksum: string;
            /** @description When it was uploaded. */
            date: string;
            /** @description When an event last needed it, or it was uploaded; to the day. */
            dateLastUsed: string;
            dateModified: string;
            /** @description Debug ids in it; of many the first. */
            debugIds: string[];
            /** Format: int64 */
            fileCount: number;
            files?: components["schemas"]["FileAnswer"][] | null;
            /** Format: int64 */
            size: number;
        };
        /** @description Count and bytes of one sort. */
        ArtifactSum: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            count: number;
        };
        /** @description What a project keeps of uploaded files. */
        ArtifactUsage: {
            bundles: components["schemas"]["ArtifactSum"];
            debugFiles: components["schemas"]["ArtifactSum"];
            /**
             * Format: int64
             * @description Bytes that the project may keep of both together.
             */
            maxBytes: number;
            /**
             * Format: int64
             * @description Bundles and debug files that the project may keep together.
             */
            maxCount: number;
            /**
             * Format: int32
             * @description Days without use after which a file is removed.
             */
            retentionDays: number;
        };
        /** @description How far a file is. */
        AssembleAnswer: {
            detail?: string | null;
            missingChunks: string[];
            /** @description `error`, `not_found`, `created`, `assembling` or `ok`. */
            state: string;
        };
        /** @description Figures of whom issues are assigned to: fixes of whom they were assigned to then, the rest of whom they are now. */
        AssigneeFigures: {
            actor?: components["schemas"]["Actor"] | null;
            figures: components["schemas"]["FiguresBody"];
        };
        /** @description Files that a release was named for. */
        Associated: {
            associatedDsymFiles: components["schemas"]["DebugFile"][];
        };
        /** @description Release a bundle is for. */
        Association: {
            dist?: string | null;
            release?: string | null;
        };
        /** @description Automatic merging of a project. */
        AutomaticMerging: {
            /** @description Issues whose events have the same types and frames of the application are merged; off by default. */
            sameFrames: boolean;
        };
        /** @description Picture of a person, team or organisation: always their letters. */
        Avatar: {
            avatarType: string;
            avatarUrl?: string | null;
            avatarUuid?: string | null;
        };
        /** @description Where the interface begins. */
        Bootstrap: {
            baseUrl: string;
            csrfToken?: string | null;
            organizations: components["schemas"]["OrganizationRef"][];
            /** @description How the person wants the interface. */
            preferences: components["schemas"]["PreferencesBody"];
            setupRequired: boolean;
            user?: components["schemas"]["Person"] | null;
            version: string;
        };
        /** @description What one event says. */
        Cell: {
            /** @description It counts for the group. */
            contributes: boolean;
            /** @description Why it does not count, or how it was changed. */
            hint?: string | null;
            /** @description Its texts. */
            parts: components["schemas"]["CellPart"][];
        };
        /** @description A text with what it is. */
        CellPart: {
            contributes: boolean;
            /** @description The other side says something else here. */
            differs: boolean;
            id: string;
            text: string;
        };
        /** @description One group that would change, with the parts it falls into or is made of. */
        Change: {
            events: number;
            parts: components["schemas"]["PreviewPart"][];
            title: string;
        };
        /** @description A step on the way. */
        Check: {
            at?: string | null;
            done: boolean;
            /** @description `reached`, `authorized`, `stored` or `grouped`. */
            id: string;
        };
        /** @description How files are to be sent. */
        ChunkOptions: {
            accept: string[];
            chunkSize: number;
            chunksPerRequest: number;
            compression: string[];
            /** Format: int32 */
            concurrency: number;
            hashAlgorithm: string;
            /** Format: int64 */
            maxFileSize: number;
            maxRequestSize: number;
            url: string;
        };
        /** @description A client key. */
        ClientKey: {
            browserSdk: components["schemas"]["SdkChoices"];
            browserSdkVersion: string;
            dateCreated: string;
            dsn: components["schemas"]["KeyDsn"];
            dynamicSdkLoaderOptions: components["schemas"]["LoaderOptions"];
            id: string;
            isActive: boolean;
            label: string;
            name: string;
            /** Format: int64 */
            projectId: number;
            public: string;
            rateLimit?: components["schemas"]["KeyRateLimit"] | null;
            secret: string;
        };
        /** @description A commit. */
        Commit: {
            /** @description `{name, email}`, or `{}`. */
            author: unknown;
            dateCreated: string;
            id: string;
            message?: string | null;
            pullRequest?: unknown;
            repository?: components["schemas"]["Repository"] | null;
            suspectCommitType: string;
        };
        /** @description One way to look at both. */
        ComparedVariant: {
            description: string;
            /** @description `app`, `system`, `default`, `custom-fingerprint` … */
            key: string;
            /** @description Why it does not decide for an event, or nothing where it does. */
            left: components["schemas"]["VariantSide"];
            right: components["schemas"]["VariantSide"];
            rows: components["schemas"]["Row"][];
            /** @description Both give the same hash. */
            same: boolean;
        };
        /** @description Two events of a project side by side. */
        Comparison: {
            left: components["schemas"]["Side"];
            right: components["schemas"]["Side"];
            /** @description What was looked at, the ways that decide first. */
            variants: components["schemas"]["ComparedVariant"][];
            /** @description `same_hash`, `same_issue` (hashes differ, but belong to one issue) or `apart`. */
            verdict: string;
        };
        /** @description Address and password. */
        Credentials: {
            email: string;
            password: string;
        };
        /** @description A debug file. */
        DebugFile: {
            codeId?: string | null;
            cpuName: string;
            data: components["schemas"]["DebugFileData"];
            dateCreated: string;
            /** @description When an event last needed it, or it was uploaded; to the day. */
            dateLastUsed: string;
            debugId: string;
            headers: components["schemas"]["DebugFileHeaders"];
            id: string;
            /** @description Name of the file. */
            objectName: string;
            /** @description Releases that a tool named for its debug id. */
            releases: string[];
            sha1: string;
            /** Format: int64 */
            size: number;
            /** @description `elf`, `macho`, `pdb`, `pe`, `breakpad`, `sourcebundle`, `wasm`, `portablepdb`, `proguard`. */
            symbolType: string;
            /** @description Debug id, under the name that older clients read. */
            uuid: string;
        };
        /** @description What the file can be used for. */
        DebugFileData: {
            /** @description Of `symtab`, `debug`, `unwind`, `sources`, `mapping`. */
            features: string[];
            /** @description `exe`, `lib`, `dbg`, `src` … */
            type?: string | null;
        };
        /** @description What the file is by its media type. */
        DebugFileHeaders: {
            "Content-Type": string;
        };
        /** @description How far one of the files is. */
        DebugFileProgress: components["schemas"]["AssembleAnswer"] & {
            dif?: components["schemas"]["DebugFile"] | null;
        };
        /** @description A deploy. */
        Deploy: {
            dateFinished: string;
            dateStarted?: string | null;
            environment: string;
            id: string;
            name?: string | null;
            url?: string | null;
        };
        /** @description A deploy with the release it put there. */
        DeployMark: {
            dateFinished: string;
            environment: string;
            name?: string | null;
            /** @description Slugs of the projects of the release, as far as they are among those asked for. */
            projects: string[];
            shortVersion: string;
            version: string;
        };
        /** @description The volume. */
        DiskState: {
            /** Format: int64 */
            freeBytes: number;
            /** Format: int64 */
            reserveBytes: number;
            /** Format: int64 */
            totalBytes: number;
        };
        /** @description An address of a person. */
        EmailAnswer: {
            email: string;
            id: string;
            is_verified: boolean;
        };
        /** @description `{}`: a map that is always empty here. */
        EmptyObject: Record<string, never>;
        /** @description One section of an event. */
        Entry: {
            /** @description Its content; the shape depends on the type. */
            data: unknown;
            /** @description `message exception stacktrace threads csp … breadcrumbs request debugmeta`. */
            type: string;
        };
        /** @description An environment of a project. */
        EnvironmentAnswer: {
            id: string;
            isHidden: boolean;
            name: string;
        };
        /** @description Changes to an environment. */
        EnvironmentUpdate: {
            isHidden?: boolean | null;
        };
        /** @description An event. */
        Event: {
            /** @description What was changed on the way in. */
            _meta: components["schemas"]["EventMeta"];
            /** @description The SDK's extra data. */
            context: unknown;
            /** @description Contexts in the SDK's names. */
            contexts: unknown;
            /** @description Always null: kept for clients. */
            crashFile: unknown;
            /** @description Where it happened. */
            culprit?: string | null;
            /** @description When it happened. */
            dateCreated: string;
            /** @description When it was received. */
            dateReceived?: string | null;
            /** @description Distribution. */
            dist?: string | null;
            /** @description Sections. */
            entries: components["schemas"]["Entry"][];
            /** @description What was wrong with the event. */
            errors: components["schemas"]["EventError"][];
            /** @description The same. */
            eventID: string;
            /** @description Group hashes. */
            fingerprints: string[];
            /** @description Issue. */
            groupID?: string | null;
            /** @description Grouping configuration. */
            groupingConfig: unknown;
            /** @description Event id, 32 hex digits. */
            id: string;
            /** @description File or address it points at. */
            location?: string | null;
            /** @description Its own message; empty for errors without one. */
            message: string;
            /** @description Type, value and place. */
            metadata: unknown;
            /** @description Next newer event of the issue. */
            nextEventID?: string | null;
            /** @description Always null for errors. */
            occurrence: unknown;
            /** @description Packages and their versions. */
            packages: unknown;
            /** @description Platform. */
            platform: string;
            /** @description Next older event of the issue. */
            previousEventID?: string | null;
            /** @description Project. */
            projectID: string;
            release?: components["schemas"]["Release"] | null;
            /** @description Resolutions this event met. */
            resolvedWith: string[];
            /** @description SDK. */
            sdk: unknown;
            /** @description Newer SDKs; none known. */
            sdkUpdates: unknown[];
            /** @description Bytes of the stored payload. */
            size: number;
            /** @description Tags by key. */
            tags: components["schemas"]["EventTag"][];
            /** @description Title. */
            title: string;
            /** @description `error default csp …`. */
            type: string;
            user?: components["schemas"]["EventUser"] | null;
            userReport?: components["schemas"]["UserReport"] | null;
        };
        /** @description A file. */
        EventAttachment: {
            dateCreated: string;
            event_id: string;
            headers: unknown;
            id: string;
            mimetype?: string | null;
            name: string;
            sha1?: string | null;
            /** Format: int64 */
            size: number;
            type: string;
        };
        /** @description Something wrong with an event. */
        EventError: {
            /** @description Details. */
            data: unknown;
            /** @description A sentence. */
            message: string;
            /** @description Kind. */
            type: string;
        };
        /** @description Remarks by part; null or `{}` where nothing was changed. */
        EventMeta: {
            /** @description Of extra data. */
            context: unknown;
            /** @description Of contexts. */
            contexts: unknown;
            /** @description Of the sections, by their index. */
            entries: unknown;
            /** @description Of the message. */
            message: unknown;
            /** @description Of packages. */
            packages: unknown;
            /** @description Of the SDK. */
            sdk: unknown;
            /** @description Of tags. */
            tags: unknown;
            /** @description Of the user. */
            user: unknown;
        };
        /** @description A tag. */
        EventTag: {
            /** @description Key. */
            key: string;
            /** @description Search term, where it is not simply `key:"value"`. */
            query?: string | null;
            /** @description Value. */
            value?: string | null;
        };
        /** @description Who was hit, as the SDK told. */
        EventUser: {
            /** @description Everything else. */
            data: unknown;
            /** @description Address. */
            email?: string | null;
            /** @description Place. */
            geo: unknown;
            /** @description Id. */
            id?: string | null;
            /** @description Network address. */
            ip_address?: string | null;
            /** @description Name. */
            name?: string | null;
            /** @description User name. */
            username?: string | null;
        };
        /** @description The event store. */
        EventsState: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            days: number;
            /** Format: int64 */
            documents: number;
        };
        /** @description A ticket. */
        ExternalIssue: {
            /** @description `owner/repo#12`. */
            displayName: string;
            /** @description Id. */
            id: string;
            /** @description Issue. */
            issueId: string;
            /** @description Tool: `github gitlab bitbucket gitea jira linear azure youtrack shortcut asana trello clickup`, else `link`. */
            serviceType: string;
            /** @description Its page. */
            webUrl: string;
        };
        Fault: {
            /** Format: int32 */
            column: number;
            /** @description `stackRules` or `fingerprintRules`. */
            field: string;
            /** Format: int32 */
            line: number;
            message: string;
        };
        /** @description Figures of a set of issues. */
        FiguresBody: {
            age?: components["schemas"]["SpreadBody"] | null;
            /**
             * Format: int64
             * @description Of those, the ones a person has acted on.
             */
            answered: number;
            /**
             * Format: int64
             * @description First seen in the period.
             */
            arrived: number;
            /**
             * Format: int64
             * @description Of those, the ones a later event undid.
             */
            cameBack: number;
            fix?: components["schemas"]["SpreadBody"] | null;
            /**
             * Format: int64
             * @description Resolutions in the period that nobody took back.
             */
            fixed: number;
            /**
             * Format: int64
             * @description Open now, whenever they came.
             */
            open: number;
            response?: components["schemas"]["SpreadBody"] | null;
        };
        /** @description A file of a bundle. */
        FileAnswer: {
            debugId?: string | null;
            filePath: string;
            fileType: string;
            sourcemap?: string | null;
            url: string;
        };
        /** @description Numbers of matching events. */
        FilteredBody: components["schemas"]["NumbersBody"] & {
            /** @description Counts over time by period. */
            stats: {
                [key: string]: [
                    number,
                    number
                ][];
            };
        };
        /** @description How far the first event of a project has come. */
        FirstEvent: {
            checks: components["schemas"]["Check"][];
            eventId?: string | null;
            issueId?: string | null;
            received: boolean;
        };
        /** @description What a group is of. */
        GroupBy: {
            category?: string | null;
            outcome?: string | null;
            /** Format: int64 */
            project?: number | null;
            reason?: string | null;
        };
        /** @description A release that parts a list. */
        GroupRelease: {
            /** @description Since when it is live: its last deploy, what was told of it, else its first event. */
            dateLive: string;
            /** @description Slugs of its projects. */
            projects: string[];
            shortVersion: string;
            version: string;
        };
        /** @description Rules of a project. */
        GroupingRules: {
            fingerprintRules: string;
            /** @description Newest first. */
            history: components["schemas"]["RulesVersion"][];
            stackRules: string;
            /**
             * Format: int64
             * @description Number of the newest version, 0 before the first.
             */
            version: number;
        };
        /** @description Health of the installation. */
        Health: {
            healthy: {
                [key: string]: boolean;
            };
            problems: components["schemas"]["Problem"][];
        };
        /** @description Tags and contexts shown first on an event. */
        HighlightPreset: {
            context: components["schemas"]["EmptyObject"];
            tags: string[];
        };
        /** @description Version of the API and the caller. */
        Index: {
            auth?: components["schemas"]["IndexAuth"] | null;
            user?: components["schemas"]["SelfUser"] | null;
            version: string;
        };
        /** @description What the credentials allow. */
        IndexAuth: {
            scopes: string[];
        };
        /** @description An open invitation. */
        Invitation: {
            /** @description The address has an account: sign in to take it. */
            accountExists: boolean;
            email: string;
            organization: string;
            organizationName: string;
            role: string;
        };
        /** @description An issue. */
        IssueBody: (components["schemas"]["NumbersBody"] | null) & {
            /** @description Tickets, as links. */
            annotations: components["schemas"]["Annotation"][];
            assignedTo?: components["schemas"]["Actor"] | null;
            /** @description Where it happened. */
            culprit?: string | null;
            filtered?: components["schemas"]["FilteredBody"] | null;
            /** @description Seen by the caller. */
            hasSeen: boolean;
            /** @description Id. */
            id: string;
            /** @description Why it waits for review. */
            inbox?: unknown;
            /** @description Tickets that an integration keeps in step; there are no integrations. */
            integrationIssues?: unknown[] | null;
            /** @description Bookmarked by the caller. */
            isBookmarked: boolean;
            /** @description Shared. */
            isPublic: boolean;
            /** @description Followed by the caller. */
            isSubscribed: boolean;
            /** @description The newest event was not caught by the program. */
            isUnhandled?: boolean | null;
            /** @description Category of the issue. */
            issueCategory: string;
            /** @description Type of the issue. */
            issueType: string;
            /** @description The newest event has attachments. */
            latestEventHasAttachments?: boolean | null;
            /** @description Level. */
            level: string;
            lifetime?: components["schemas"]["NumbersBody"] | null;
            /** @description Logger of the newest event. */
            logger?: string | null;
            /** @description Type, value and place of the newest event. */
            metadata: unknown;
            /**
             * Format: int64
             * @description Comments.
             */
            numComments: number;
            /** @description Suggested owners. */
            owners?: unknown[] | null;
            /** @description Its page. */
            permalink: string;
            /** @description Platform. */
            platform?: string | null;
            /** @description `high medium low`. */
            priority?: string | null;
            /** @description When a person set the priority. */
            priorityLockedAt?: string | null;
            /** @description Project. */
            project: components["schemas"]["ProjectRef"];
            /** @description Always null: kept for clients. */
            seerAutofixLastTriggered?: string | null;
            /**
             * Format: double
             * @description Always null: kept for clients.
             */
            seerFixabilityScore?: number | null;
            /** @description Tickets linked by their address. */
            sentryAppIssues?: components["schemas"]["ExternalIssue"][] | null;
            /** @description Set once shared; sharing is not built. */
            shareId?: string | null;
            /** @description `WEB-1A`. */
            shortId: string;
            /** @description Counts over time by period. */
            stats?: {
                [key: string]: [
                    number,
                    number
                ][];
            } | null;
            /** @description `unresolved resolved ignored`. */
            status: string;
            /** @description How it was resolved, until when it is archived. */
            statusDetails: unknown;
            /** @description Why the caller follows it. */
            subscriptionDetails?: unknown;
            /** @description Finer state. */
            substatus?: string | null;
            /** @description Title. */
            title: string;
            /** @description Type of its events. */
            type: string;
        };
        /** @description Issues by tab. */
        IssueCounts: {
            /** Format: int64 */
            archived: number;
            /** Format: int64 */
            escalating: number;
            /** Format: int64 */
            mine: number;
            /** Format: int64 */
            new: number;
            /** Format: int64 */
            ongoing: number;
            /** Format: int64 */
            regressed: number;
            /** Format: int64 */
            resolved: number;
            /** Format: int64 */
            unresolved: number;
        };
        /** @description One issue in full. */
        IssueDetail: components["schemas"]["IssueBody"] & {
            activity: components["schemas"]["ActivityBody"][];
            firstRelease?: components["schemas"]["Release"] | null;
            lastRelease?: components["schemas"]["Release"] | null;
            openPeriods: unknown[];
            participants: unknown[];
            pluginActions: unknown[];
            pluginContexts: unknown[];
            pluginIssues: unknown[];
            seenBy: components["schemas"]["SeenBy"][];
            tags?: components["schemas"]["TagKey"][] | null;
            userReportCount: number;
        };
        /** @description A section. */
        IssueGroupBody: {
            actor?: components["schemas"]["Actor"] | null;
            /**
             * Format: int64
             * @description Issues in it.
             */
            count: number;
            /** @description `deploy`, `turned`, `rest`; a priority; `user:1`, `team:1` or `nobody`; a project's id. */
            id: string;
            /** @description The project the section is about, where it is about one. */
            project?: string | null;
            /** @description Name of the project. */
            projectSlug?: string | null;
            /** @description To add to the search; empty where only the project is narrowed. */
            query: string;
            release?: components["schemas"]["GroupRelease"] | null;
        };
        /** @description What is special about an issue. */
        IssueSpecial: {
            /** @description Keys whose values are spread as everywhere in the project. */
            asUsual: string[];
            /**
             * Format: int64
             * @description The project's other events in it.
             */
            elsewhere: number;
            /** @description End of the window. */
            end: string;
            /**
             * Format: int64
             * @description The issue's events in it.
             */
            events: number;
            /**
             * Format: int64
             * @description Fewest events on either side that can be compared.
             */
            needed: number;
            /** @description Over-represented values, the most telling first. */
            special: components["schemas"]["SpecialValue"][];
            /** @description Begin of the window compared. */
            start: string;
            /** @description `compared`, `few-events` or `few-elsewhere`: whether there was enough to tell. */
            verdict: string;
        };
        /** @description A key to make, or changes to one. */
        KeyBody: {
            isActive?: boolean | null;
            name?: string | null;
            rateLimit?: components["schemas"]["LimitBody"] | null;
        };
        /** @description Addresses of a key. */
        KeyDsn: {
            cdn: string;
            crons: string;
            csp: string;
            integration: string;
            minidump: string;
            nel: string;
            otlp_logs: string;
            otlp_traces: string;
            playstation: string;
            public: string;
            secret: string;
            security: string;
            unreal: string;
        };
        /** @description A limit: so many events within so many seconds. */
        KeyRateLimit: {
            /** Format: int32 */
            count: number;
            /** Format: int32 */
            window: number;
        };
        /** @description What came by a key. */
        KeyState: {
            /** Format: int64 */
            accepted: number;
            keyId: string;
            label: string;
            projectId: string;
            projectSlug: string;
            /** Format: int64 */
            rateLimited: number;
        };
        /** @description A sum of the ledger. */
        LedgerRow: {
            category: string;
            outcome: string;
            /** Format: int64 */
            quantity: number;
            reason: string;
        };
        /** @description What became of everything received. */
        LedgerState: {
            /**
             * Format: int64
             * @description Items that came, counted before anything was decided about them: the sum of all outcomes but `client_discard`.
             */
            received: number;
            rows: components["schemas"]["LedgerRow"][];
            since: string;
        };
        /** @description A limit as requests name it; a count or window of nothing means no limit. */
        LimitBody: {
            /** Format: int32 */
            count?: number | null;
            /** Format: int32 */
            window?: number | null;
        };
        /** @description A change as told. */
        LiveChange: {
            /** @description Events ever, decimal text. */
            count: string;
            issueId: string;
            /** @description `new`, `updated`, `regressed` or `status`. */
            kind: string;
            lastSeen: string;
            projectId: string;
            shortId: string;
            title: string;
            /** Format: int64 */
            userCount: number;
        };
        /** @description What a loader script would switch on. */
        LoaderOptions: {
            hasDebug: boolean;
            hasFeedback: boolean;
            hasLogsAndMetrics: boolean;
            hasPerformance: boolean;
            hasReplay: boolean;
        };
        /** @description A member or an open invitation. */
        Member: {
            dateCreated: string;
            email: string;
            expired: boolean;
            flags: components["schemas"]["MemberFlags"];
            id: string;
            inviteStatus: string;
            /** @description Link to hand over; only in the answer that makes an invitation. */
            invite_link?: string | null;
            inviterName?: string | null;
            name: string;
            orgRole: string;
            orgRoleList?: components["schemas"]["Role"][] | null;
            pending: boolean;
            role: string;
            roleName: string;
            teamRoles: components["schemas"]["TeamRole"][];
            teams: string[];
            user?: components["schemas"]["User"] | null;
        };
        /** @description A member to add, or changes to one. */
        MemberBody: {
            email?: string | null;
            orgRole?: string | null;
            role?: string | null;
            teamRoles?: components["schemas"]["TeamRoleBody"][] | null;
            teams?: string[] | null;
        };
        /** @description Marks of a membership managed elsewhere; none is. */
        MemberFlags: {
            "idp:provisioned": boolean;
            "idp:role-restricted": boolean;
            "member-limit:restricted": boolean;
            "partnership:restricted": boolean;
            "sso:invalid": boolean;
            "sso:linked": boolean;
        };
        /** @description The metadata store. */
        MetaState: {
            /** Format: int64 */
            bytes: number;
        };
        /** @description Checksums of files that are not there. */
        Missing: {
            missing: string[];
        };
        /** @description A ticket to link. */
        NewExternalIssue: {
            /** @description Its name, unless it is to be what the address tells. */
            displayName?: string | null;
            /** @description Its page, `http` or `https`. */
            webUrl?: string;
        };
        /** @description An organisation to make. */
        NewOrganization: {
            name?: string | null;
            slug?: string | null;
        };
        /** @description A project to make. */
        NewProjectBody: {
            name?: string | null;
            platform?: string | null;
            slug?: string | null;
            team_slug?: string | null;
        };
        /** @description A report to write. */
        NewReport: {
            comments?: string;
            email?: string | null;
            event_id?: string;
            name?: string | null;
        };
        /** @description A token to make. */
        NewTokenBody: {
            /** @description Moment it ends, ISO-8601. */
            expiresAt?: string | null;
            name?: string | null;
            scopes?: string[] | null;
        };
        /** @description A comment to write. */
        NoteBody: {
            /** @description Who is to take notice and follows the issue from now on: `user:ID` or `team:ID`. */
            mentions?: string[];
            text?: string;
        };
        /** @description A number, or its digits. */
        Number: number | string;
        /** @description Events and users. */
        NumbersBody: {
            /** @description Events, decimal text. */
            count: string;
            /** @description First event. */
            firstSeen?: string | null;
            /** @description Last event. */
            lastSeen?: string | null;
            /**
             * Format: int64
             * @description Users.
             */
            userCount: number;
        };
        /** @description An organisation in full. */
        Organization: components["schemas"]["OrganizationSummary"] & {
            alertsMemberWrite: boolean;
            allowJoinRequests: boolean;
            allowSharedIssues: boolean;
            attachmentsRole: string;
            dataScrubber: boolean;
            dataScrubberDefaults: boolean;
            debugFilesRole: string;
            defaultRole: string;
            enhancedPrivacy: boolean;
            eventsMemberAdmin: boolean;
            experiments: components["schemas"]["EmptyObject"];
            isDefault: boolean;
            openMembership: boolean;
            orgRole?: string | null;
            orgRoleList: components["schemas"]["Role"][];
            /** Format: int64 */
            pendingAccessRequests: number;
            projects?: components["schemas"]["ProjectSummary"][] | null;
            quota: components["schemas"]["EmptyObject"];
            relayDsnEndpoint?: string | null;
            relayPiiConfig?: string | null;
            role?: string | null;
            safeFields: string[];
            scrapeJavaScript: boolean;
            scrubIPAddresses: boolean;
            sensitiveFields: string[];
            /** Format: int64 */
            storeCrashReports: number;
            teamRoleList: components["schemas"]["Role"][];
            teams?: components["schemas"]["TeamDetail"][] | null;
            trustedRelays: components["schemas"]["EmptyObject"][];
        };
        /** @description An environment of an organisation. */
        OrganizationEnvironment: {
            id: string;
            name: string;
        };
        /** @description Where an organisation is reached. */
        OrganizationLinks: {
            organizationUrl: string;
            regionUrl: string;
        };
        /** @description An organisation the person belongs to. */
        OrganizationRef: {
            id: string;
            name: string;
            slug: string;
        };
        /** @description An organisation in a list. */
        OrganizationSummary: {
            access: string[];
            allowMemberInvite: boolean;
            allowMemberProjectCreation: boolean;
            allowSuperuserAccess: boolean;
            avatar: components["schemas"]["Avatar"];
            dateCreated: string;
            features: string[];
            hasAuthProvider: boolean;
            id: string;
            isEarlyAdopter: boolean;
            links: components["schemas"]["OrganizationLinks"];
            name: string;
            onboardingTasks: components["schemas"]["EmptyObject"][];
            require2FA: boolean;
            requireEmailVerification: boolean;
            slug: string;
            status: components["schemas"]["StatusAnswer"];
        };
        /** @description A token of an organisation. */
        OrganizationTokenAnswer: {
            createdBy?: components["schemas"]["User"] | null;
            dateCreated: string;
            dateLastUsed?: string | null;
            expiresAt?: string | null;
            id: string;
            name: string;
            projectLastUsedId?: string | null;
            scopes: string[];
            /** @description The secret; only in the answer that makes it. */
            token?: string | null;
            tokenLastCharacters: string;
        };
        /** @description Changes to an organisation. */
        OrganizationUpdate: {
            name?: string | null;
            slug?: string | null;
        };
        /** @description A new password. */
        PasswordDraft: {
            /**
             * @description The one so far.
             * @default
             */
            current: string;
            /** @default  */
            new: string;
        };
        /** @description The person at the screen. */
        Person: {
            email: string;
            id: string;
            isSuperuser: boolean;
            name: string;
        };
        /** @description How a person wants the interface; null leaves it to the device. */
        PreferencesBody: {
            /**
             * @description `compact`, `normal` or `roomy`.
             * @default null
             */
            density: string | null;
            /**
             * @description BCP 47.
             * @default null
             */
            language: string | null;
            /**
             * @description `light`, `dark` or `system`.
             * @default null
             */
            theme: string | null;
            /**
             * @description Name in the IANA time zone database.
             * @default null
             */
            timeZone: string | null;
        };
        /** @description What would change. */
        Preview: {
            /** @description Events looked at, and whether the period has more. */
            events: number;
            fault?: components["schemas"]["Fault"] | null;
            issuesAfter: number;
            issuesBefore: number;
            /** @description Groups that would take in events of several issues. */
            merges: components["schemas"]["Change"][];
            /** @description Events that would be grouped otherwise. */
            moved: number;
            /** @description Issues that would go on under other fingerprints, whole. */
            renamed: number;
            /** @description Issues whose events would fall apart. */
            splits: components["schemas"]["Change"][];
            truncated: boolean;
        };
        PreviewDraft: {
            /**
             * Format: int64
             * @description Days to look back, 1 to 90.
             * @default null
             */
            days: number | null;
            /** @default  */
            fingerprintRules: string;
            /** @default  */
            stackRules: string;
        };
        PreviewPart: {
            events: number;
            /** @description One of the events. */
            exampleEventId: string;
            /** @description Issue these events are in now. */
            issueId?: string | null;
            title: string;
        };
        /** @description Something that is wrong. */
        Problem: {
            id: string;
            message: string;
            severity: string;
            url?: string | null;
        };
        /** @description A project with its settings. */
        Project: components["schemas"]["ProjectSummary"] & {
            allowedDomains: string[];
            avatar: components["schemas"]["Avatar"];
            builtinSymbolSources: string[];
            color: string;
            dataScrubber: boolean;
            dataScrubberDefaults: boolean;
            debugFilesRole?: string | null;
            defaultEnvironment?: string | null;
            derivedGroupingEnhancements: string;
            /** Format: int64 */
            digestsMaxDelay: number;
            /** Format: int64 */
            digestsMinDelay: number;
            dynamicSamplingBiases?: components["schemas"]["EmptyObject"][] | null;
            enableAutoReleaseCreation: boolean;
            fingerprintingRules: string;
            groupingConfig: string;
            groupingEnhancements: string;
            highlightContext: Record<string, never>;
            highlightPreset: components["schemas"]["HighlightPreset"];
            highlightTags: string[];
            isDynamicallySampled: boolean;
            isInternal: boolean;
            isPublic: boolean;
            options: {
                [key: string]: unknown;
            };
            organization: components["schemas"]["OrganizationSummary"];
            plugins: components["schemas"]["EmptyObject"][];
            /** Format: int64 */
            processingIssues: number;
            relayPiiConfig?: string | null;
            /** Format: int64 */
            resolveAge: number;
            safeFields: string[];
            /** @description True when it names hosts to fetch from. */
            scrapeJavaScript: boolean;
            /** @description Hosts that JavaScript and its source maps are fetched from; none by default. */
            scrapeJavaScriptHosts: string[];
            scrubIPAddresses: boolean;
            secondaryGroupingConfig?: string | null;
            /** Format: int64 */
            secondaryGroupingExpiry: number;
            securityToken: string;
            securityTokenHeader?: string | null;
            sensitiveFields: string[];
            status: string;
            /** Format: int64 */
            storeCrashReports?: number | null;
            subjectPrefix: string;
            subjectTemplate: string;
            symbolSources: string;
            verifySSL: boolean;
        };
        /** @description Figures of a project. */
        ProjectFigures: {
            figures: components["schemas"]["FiguresBody"];
            id: string;
            slug: string;
        };
        /** @description The project of an issue. */
        ProjectRef: {
            /** @description Id. */
            id: string;
            /** @description Name. */
            name: string;
            /** @description Platform. */
            platform?: string | null;
            /** @description Slug. */
            slug: string;
        };
        /** @description A project in a list. */
        ProjectSummary: {
            access: string[];
            dateCreated: string;
            environments: string[];
            features: string[];
            firstEvent?: string | null;
            firstTransactionEvent: boolean;
            hasAccess: boolean;
            hasFeedbacks: boolean;
            hasFlags: boolean;
            hasInsightsAgentMonitoring: boolean;
            hasInsightsAppStart: boolean;
            hasInsightsAssets: boolean;
            hasInsightsCaches: boolean;
            hasInsightsDb: boolean;
            hasInsightsHttp: boolean;
            hasInsightsMCP: boolean;
            hasInsightsQueues: boolean;
            hasInsightsScreenLoad: boolean;
            hasInsightsVitals: boolean;
            hasLogs: boolean;
            hasMinifiedStackTrace: boolean;
            hasMonitors: boolean;
            hasNewFeedbacks: boolean;
            hasProfiles: boolean;
            hasReplays: boolean;
            hasSessions: boolean;
            hasTraceMetrics: boolean;
            hasUserReports: boolean;
            id: string;
            isBookmarked: boolean;
            isMember: boolean;
            latestRelease?: components["schemas"]["VersionRef"] | null;
            name: string;
            platform?: string | null;
            platforms: string[];
            slug: string;
            /** @description Events per hour or day, when a period was asked for. */
            stats?: [
                number,
                number
            ][] | null;
            team?: components["schemas"]["TeamRef"] | null;
            teams: components["schemas"]["TeamRef"][];
        };
        /** @description Settings that can be changed. */
        ProjectUpdate: {
            allowedDomains?: string[] | null;
            defaultEnvironment?: string | null;
            /** Format: int32 */
            digestsMaxDelay?: number | null;
            /** Format: int32 */
            digestsMinDelay?: number | null;
            highlightContext?: Record<string, never> | null;
            highlightTags?: string[] | null;
            name?: string | null;
            options?: Record<string, never> | null;
            /** @description Empty for none. */
            platform?: string | null;
            /**
             * Format: int32
             * @description Hours without an event after which an issue counts as resolved; 0 for never.
             */
            resolveAge?: number | null;
            /** @description False: JavaScript is fetched from no host any more. True holds only with hosts. */
            scrapeJavaScript?: boolean | null;
            /** @description Hosts that JavaScript and its source maps may be fetched from: `cdn.example.com`, `*.example.com`, `localhost:8080`. */
            scrapeJavaScriptHosts?: string[] | null;
            slug?: string | null;
            subjectPrefix?: string | null;
            subjectTemplate?: string | null;
        };
        /** @description The queue. */
        QueueState: {
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            diskFreeBytes: number;
            /** Format: int64 */
            indexed: number;
            /**
             * Format: int64
             * @description Records accepted and not processed yet.
             */
            lagRecords: number;
            /** Format: int64 */
            lastSyncUs: number;
            /** Format: int64 */
            newest: number;
            /** Format: int64 */
            oldest: number;
            /** Format: int64 */
            processed: number;
            /** Format: int64 */
            segments: number;
        };
        /** @description An installation that holds organisations. */
        Region: {
            name: string;
            url: string;
        };
        /** @description Installations the caller has organisations on: this one. */
        Regions: {
            regions: components["schemas"]["Region"][];
        };
        RegroupDraft: {
            /**
             * Format: int64
             * @description Days to go back, 1 to 90.
             * @default 0
             */
            days: number;
        };
        /** @description A job that groups stored events anew. */
        Regrouping: {
            /** @description Who asked for it. */
            author?: string | null;
            dateCreated: string;
            dateFinished?: string | null;
            end: string;
            id: string;
            /** @description `apply` or `undo`. */
            kind: string;
            /**
             * Format: int64
             * @description Events looked at.
             */
            looked: number;
            /**
             * Format: int64
             * @description Issues it made.
             */
            made: number;
            /**
             * Format: int64
             * @description Issues that were left empty and went into others.
             */
            merged: number;
            /**
             * Format: int64
             * @description Events moved.
             */
            moved: number;
            /** @description Why it failed. */
            note?: string | null;
            /**
             * Format: int64
             * @description Events to move.
             */
            planned: number;
            start: string;
            /** @description `waiting`, `looking`, `moving`, `done`, `cancelled` or `failed`. */
            state: string;
            /**
             * Format: int64
             * @description Events to look at; 0 before they are counted.
             */
            total: number;
            /** @description A later job took it back. */
            undone: boolean;
            /**
             * Format: int64
             * @description Version of the rules it applies.
             */
            version: number;
        };
        /** @description A release. */
        Release: {
            adoptionStages?: components["schemas"]["EmptyObject"] | null;
            authors: components["schemas"]["EmptyObject"][];
            /** Format: int64 */
            commitCount: number;
            currentProjectMeta?: components["schemas"]["EmptyObject"] | null;
            data: components["schemas"]["EmptyObject"];
            dateCreated: string;
            dateReleased?: string | null;
            dateStarted?: string | null;
            /** Format: int64 */
            deployCount: number;
            /** Format: int64 */
            fileCount: number;
            firstEvent?: string | null;
            /** Format: int64 */
            id: number;
            lastCommit?: components["schemas"]["EmptyObject"] | null;
            lastDeploy?: components["schemas"]["EmptyObject"] | null;
            lastEvent?: string | null;
            /** Format: int64 */
            newGroups: number;
            owner?: components["schemas"]["EmptyObject"] | null;
            projects: components["schemas"]["ReleaseProject"][];
            ref?: string | null;
            shortVersion: string;
            status: string;
            url?: string | null;
            userAgent?: string | null;
            version: string;
            versionInfo?: components["schemas"]["VersionInfo"] | null;
        };
        /** @description A project that sent a release. */
        ReleaseProject: {
            hasHealthData: boolean;
            /** Format: int64 */
            id: number;
            name: string;
            /** Format: int64 */
            newGroups: number;
            platform?: string | null;
            platforms: string[];
            slug: string;
        };
        /** @description Releases of a mapping. */
        ReleasesOf: {
            releases: string[];
        };
        /** @description A place that commits come from. */
        Repository: {
            dateCreated: string;
            externalId?: string | null;
            externalSlug?: string | null;
            id: string;
            integrationId?: string | null;
            name: string;
            provider: unknown;
            status: string;
            url?: string | null;
        };
        /** @description Where an event is. */
        ResolvedEvent: {
            event: components["schemas"]["Event"];
            eventId: string;
            groupId?: string | null;
            organizationSlug: string;
            projectSlug: string;
        };
        /** @description Where a short id leads. */
        ResolvedShortId: {
            group: components["schemas"]["IssueBody"];
            groupId: string;
            organizationSlug: string;
            projectSlug: string;
            shortId: string;
        };
        /** @description An issue that is there again. */
        Restored: {
            id: string;
        };
        /** @description A role and what it may do. */
        Role: {
            allowed: boolean;
            desc: string;
            id: string;
            isAllowed: boolean;
            isGlobal: boolean;
            isRetired: boolean;
            isTeamRolesAllowed: boolean;
            is_global: boolean;
            minimumTeamRole: string;
            name: string;
            scopes: string[];
        };
        /** @description One line of the comparison. */
        Row: {
            /** @description The difference is one by which they are told apart. */
            decides: boolean;
            /** @description How deep in the tree. */
            depth: number;
            /** @description What it is: `exception`, `stacktrace`, `frame`, `type` … */
            id: string;
            left?: components["schemas"]["Cell"] | null;
            right?: components["schemas"]["Cell"] | null;
            /** @description Both say the same. */
            same: boolean;
        };
        /** @description New rules, or the number of a version to take back. */
        RulesDraft: {
            /** @default  */
            fingerprintRules: string;
            /**
             * Format: int64
             * @description Takes this version back instead; 0 for no rules.
             * @default null
             */
            restore: number | null;
            /** @default  */
            stackRules: string;
        };
        /** @description One version of the rules. */
        RulesVersion: {
            /** @description Events received from here on are grouped by it. */
            activeFrom: string;
            /** @description Who wrote it, if somebody did. */
            author?: string | null;
            dateCreated: string;
            fingerprintRules: string;
            /** Format: int64 */
            number: number;
            /**
             * Format: int64
             * @description Version it was taken back from.
             */
            restoredFrom?: number | null;
            stackRules: string;
        };
        /** @description A saved query. */
        SavedQueryAnswer: {
            createdBy?: components["schemas"]["User"] | null;
            datasetSource: string;
            dateCreated: string;
            dateUpdated: string;
            display?: string | null;
            end?: string | null;
            environment?: string[];
            /** @description Whether its time lies before the oldest kept event; nothing is told of that here. */
            expired: boolean;
            fields: string[];
            id: string;
            interval?: string | null;
            name: string;
            orderby?: string | null;
            projects: number[];
            query: string;
            queryDataset: string;
            range?: string | null;
            start?: string | null;
            /** Format: int32 */
            topEvents?: number | null;
            /** Format: int32 */
            version: number;
            yAxis?: string[];
        };
        /** @description A query to save, or what an old one is replaced by. */
        SavedQueryDraft: {
            /** @default null */
            display: string | null;
            /** @default null */
            end: string | null;
            /** @default [] */
            environment: string[];
            /**
             * @description Columns of the table.
             * @default []
             */
            fields: string[];
            /** @default null */
            interval: string | null;
            /** @default  */
            name: string;
            /** @default null */
            orderby: string | null;
            /**
             * @description Ids; none, or -1, for all.
             * @default []
             */
            projects: number[];
            /** @default null */
            query: string | null;
            /** @default null */
            queryDataset: string | null;
            /**
             * @description Period, as `14d`.
             * @default null
             */
            range: string | null;
            /** @default null */
            start: string | null;
            /** @default null */
            topEvents: components["schemas"]["Number"] | null;
            /** @default null */
            yAxis: components["schemas"]["Words"] | null;
        };
        /** @description Versions a loader script may load. */
        SdkChoices: {
            choices: string[][];
        };
        /** @description A key of the search language. */
        SearchKey: {
            /** @description Other names it answers to. */
            aliases: string[];
            /**
             * Format: int64
             * @description Events with a value, for tags.
             */
            count?: number | null;
            description: string;
            key: string;
            /** @description `issue`, `event` or `tag`. */
            kind: string;
            /** @description `text`, `number`, `time`, `boolean`, `words` or `actor`. */
            valueType: string;
        };
        /** @description A value a key may have. */
        SearchValue: {
            /**
             * Format: int64
             * @description Events with it, where they were counted.
             */
            count?: number | null;
            lastSeen?: string | null;
            value: string;
        };
        /** @description A person who has looked at an issue. */
        SeenBy: components["schemas"]["User"] & {
            lastSeen: string;
        };
        /** @description The caller themselves. */
        SelfUser: components["schemas"]["User"] & {
            authenticators: components["schemas"]["EmptyObject"][];
            flags: components["schemas"]["EmptyObject"];
            identities: components["schemas"]["EmptyObject"][];
            options: components["schemas"]["UserOptions"];
        };
        /** @description A session that began; its cookie is in the headers. */
        SessionAnswer: {
            /** @description Value of `X-CSRF-Token` in unsafe requests. */
            csrfToken: string;
            user: components["schemas"]["Person"];
        };
        /** @description A session of the person. */
        SessionBody: {
            /** @description The one that asks. */
            current: boolean;
            dateCreated: string;
            /** @description `User-Agent` of the browser it began in. */
            device?: string | null;
            expires: string;
            id: string;
            /** @description Last use, to about a minute. */
            lastSeen: string;
        };
        /** @description The first account and organisation. */
        SetUpBody: {
            email: string;
            name?: string;
            organization: components["schemas"]["SetUpOrganization"];
            password: string;
            /** @description Secret of the link. */
            token: string;
        };
        /** @description The first organisation. */
        SetUpOrganization: {
            name: string;
            slug?: string;
        };
        /** @description One of the events. */
        Side: {
            /** @description Version of the algorithm that grouped it. */
            config?: string | null;
            dateCreated: string;
            eventId: string;
            /** @description The hash it is grouped by. */
            hash?: string | null;
            issueId?: string | null;
            /** @description The fingerprint rule that decided, as it was written. */
            rule?: string | null;
            shortId?: string | null;
            title: string;
        };
        /** @description An issue that looks like another. */
        SimilarIssue: {
            /** Format: int64 */
            count: number;
            culprit: string;
            id: string;
            lastSeen: string;
            /** @description All frames of the application are the same. */
            sameFrames: boolean;
            /**
             * Format: double
             * @description 0 to 1: the weight of shared frames and type over the weight of all of both.
             */
            score: number;
            /** @description Frames of the application that both have. */
            shared: string[];
            shortId: string;
            title: string;
        };
        /** @description One event in a list. */
        SimpleEvent: {
            /** @description Always null: kept for clients. */
            crashFile: unknown;
            /** @description Where it happened. */
            culprit?: string | null;
            /** @description When it happened. */
            dateCreated: string;
            /** @description `error default …`. */
            "event.type": string;
            /** @description Event id. */
            eventID: string;
            /** @description Issue. */
            groupID?: string | null;
            /** @description Event id. */
            id: string;
            /** @description File or address it points at. */
            location?: string | null;
            /** @description Its own message, else the title. */
            message: string;
            /** @description Type, value and place. */
            metadata: unknown;
            /** @description Platform. */
            platform?: string | null;
            /** @description Project. */
            projectID: string;
            /** @description Tags by key. */
            tags: components["schemas"]["EventTag"][];
            /** @description Title. */
            title: string;
            user?: components["schemas"]["EventUser"] | null;
        };
        /** @description An over-represented value. */
        SpecialValue: {
            /**
             * Format: int64
             * @description The issue's events with it.
             */
            count: number;
            /**
             * Format: int64
             * @description The project's other events with it.
             */
            elsewhereCount: number;
            /**
             * Format: double
             * @description Their share of the project's other events, 0 to 1.
             */
            elsewhereShare: number;
            /**
             * Format: double
             * @description How many times more frequent it is here; null where it does not occur elsewhere.
             */
            factor?: number | null;
            key: string;
            /** @description The key for people. */
            name: string;
            /** @description Search term. */
            query: string;
            /**
             * Format: double
             * @description Their share of the issue's events, 0 to 1.
             */
            share: number;
            value: string;
        };
        /** @description How lengths of time are spread, in seconds. */
        SpreadBody: {
            /** Format: int64 */
            longestSeconds: number;
            /**
             * Format: int64
             * @description Half took at most this.
             */
            medianSeconds: number;
            /**
             * Format: int64
             * @description Nine of ten took at most this.
             */
            p90Seconds: number;
        };
        /** @description Sums of a group. */
        StatsGroup: {
            by: components["schemas"]["GroupBy"];
            series: {
                [key: string]: number[];
            };
            totals: {
                [key: string]: number;
            };
        };
        /** @description Sums by interval. */
        StatsV2: {
            end: string;
            groups: components["schemas"]["StatsGroup"][];
            intervals: string[];
            start: string;
        };
        /** @description An id with its name. */
        StatusAnswer: {
            id: string;
            name: string;
        };
        /** @description The state of the installation. */
        SystemState: {
            disk: components["schemas"]["DiskState"];
            events: components["schemas"]["EventsState"];
            keys: components["schemas"]["KeyState"][];
            ledger: components["schemas"]["LedgerState"];
            /** Format: int64 */
            memoryRssBytes: number;
            meta: components["schemas"]["MetaState"];
            queue: components["schemas"]["QueueState"];
            startedAt: string;
            version: string;
        };
        /** @description A key. */
        TagKey: {
            /** @description Key. */
            key: string;
            /** @description For people. */
            name: string;
            /** @description Most frequent values. */
            topValues?: components["schemas"]["TagValue"][] | null;
            /**
             * Format: int64
             * @description Events with a value.
             */
            totalValues: number;
            /**
             * Format: int64
             * @description Distinct values.
             */
            uniqueValues: number;
        };
        /** @description The user a value of `user` stands for. */
        TagUser: {
            avatarUrl?: string | null;
            email?: string | null;
            id?: string | null;
            identifier?: string | null;
            ipAddress?: string | null;
            username?: string | null;
        };
        /** @description A value. */
        TagValue: (components["schemas"]["TagUser"] | null) & {
            /**
             * Format: int64
             * @description Events.
             */
            count: number;
            /** @description First of them. */
            firstSeen?: string | null;
            /** @description Key. */
            key: string;
            /** @description Last of them. */
            lastSeen?: string | null;
            /** @description For people. */
            name: string;
            /** @description Search term, where it is not `key:"value"`. */
            query?: string | null;
            /** @description Value. */
            value: string;
        };
        /** @description A team. */
        Team: {
            access: string[];
            avatar: components["schemas"]["Avatar"];
            dateCreated: string;
            flags: components["schemas"]["EmptyObject"];
            hasAccess: boolean;
            id: string;
            isMember: boolean;
            isPending: boolean;
            /** Format: int64 */
            memberCount: number;
            name: string;
            slug: string;
            teamRole?: string | null;
        };
        /** @description A team to make, or changes to one. */
        TeamBody: {
            name?: string | null;
            slug?: string | null;
        };
        /** @description A team with its projects. */
        TeamDetail: components["schemas"]["Team"] & {
            externalTeams: components["schemas"]["EmptyObject"][];
            projects?: components["schemas"]["ProjectSummary"][] | null;
        };
        /** @description A team as part of another answer. */
        TeamRef: {
            id: string;
            name: string;
            slug: string;
        };
        /** @description Role within a team. */
        TeamRole: {
            role?: string | null;
            teamSlug: string;
        };
        /** @description Team and role in it, as requests name them. */
        TeamRoleBody: {
            teamSlug: string;
        };
        /** @description The event sent. */
        TestEvent: {
            eventId: string;
        };
        /** @description The report. */
        TimeToFix: {
            ages: components["schemas"]["AgeClass"][];
            /** @description Most issues fixed or open first. */
            assignees: components["schemas"]["AssigneeFigures"][];
            end: string;
            /** @description There were more issues than are looked at; the oldest are left out. */
            partial: boolean;
            /** @description Most issues fixed or open first. */
            projects: components["schemas"]["ProjectFigures"][];
            start: string;
            total: components["schemas"]["FiguresBody"];
            trend: components["schemas"]["TrendPointBody"][];
            /**
             * Format: int64
             * @description Width of a point of the trend.
             */
            trendWidthSeconds: number;
        };
        /** @description The token to revoke. */
        TokenReference: {
            tokenId: string;
        };
        /** @description A point of the trend. */
        TrendPointBody: {
            /** Format: int64 */
            arrived: number;
            /** Format: int64 */
            fixMedianSeconds?: number | null;
            /** Format: int64 */
            fixed: number;
            /** Format: int64 */
            responseMedianSeconds?: number | null;
            start: string;
        };
        UndoDraft: {
            /**
             * @description Also takes the rules back to those before it, for new events; not where others were written since.
             * @default false
             */
            rules: boolean;
        };
        /** @description What an undo did. */
        Undone: {
            /** @description Issues brought to how they were; those that changed again meanwhile are not among them. */
            undone: string[];
        };
        /** @description A person. */
        User: {
            avatar: components["schemas"]["Avatar"];
            avatarUrl: string;
            dateJoined: string;
            email: string;
            emails: components["schemas"]["EmailAnswer"][];
            experiments: components["schemas"]["EmptyObject"];
            has2fa: boolean;
            hasPasswordAuth: boolean;
            id: string;
            isActive: boolean;
            isManaged: boolean;
            isStaff: boolean;
            isSuperuser: boolean;
            isSuspended: boolean;
            lastActive?: string | null;
            lastLogin?: string | null;
            name: string;
            username: string;
        };
        /** @description Settings of a person's view. */
        UserOptions: {
            clock24Hours: boolean;
            defaultIssueEvent: string;
            language: string;
            /** Format: int64 */
            stacktraceOrder: number;
            theme: string;
            timezone: string;
        };
        /** @description A report. */
        UserReport: {
            comments: string;
            dateCreated: string;
            email?: string | null;
            event: unknown;
            eventID?: string | null;
            id: string;
            issue?: unknown;
            name?: string | null;
            user?: unknown;
        };
        /** @description A token of a person. */
        UserTokenAnswer: {
            application?: string | null;
            dateCreated: string;
            dateLastUsed?: string | null;
            expiresAt?: string | null;
            id: string;
            name: string;
            scopes: string[];
            state?: string | null;
            /** @description The secret; only in the answer that makes it. */
            token?: string | null;
            tokenLastCharacters: string;
        };
        /** @description What a way to look at an event came to. */
        VariantSide: {
            hash?: string | null;
            hint?: string | null;
            /** @description The event was looked at like this. */
            present: boolean;
            /** @description Words of a fingerprint, filled in. */
            values: string[];
        };
        /** @description A version taken apart. */
        VersionInfo: {
            buildHash?: string | null;
            description: string;
            package?: string | null;
            version: components["schemas"]["VersionParts"];
        };
        /** @description Parts of a version. */
        VersionParts: {
            buildCode?: string | null;
            /** Format: int64 */
            components: number;
            /** Format: int64 */
            major?: number | null;
            /** Format: int64 */
            minor?: number | null;
            /** Format: int64 */
            patch?: number | null;
            pre?: string | null;
            raw: string;
        };
        /** @description A release as part of a project. */
        VersionRef: {
            version: string;
        };
        /** @description A saved view. */
        ViewBody: {
            /** @description The caller may change and delete it. */
            canChange: boolean;
            dateCreated: string;
            id: string;
            /** @description The caller saved it. */
            mine: boolean;
            name: string;
            /** @description Name of who saved it. */
            owner?: string | null;
            /** @description Everybody in the organisation sees it. */
            shared: boolean;
            state: components["schemas"]["ViewStateBody"];
        };
        /** @description How many issues a view holds; null where it cannot be told, as when its project is gone. */
        ViewCount: {
            /** Format: int64 */
            count?: number | null;
            id: string;
        };
        /** @description A view to save, or changes to one. */
        ViewDraft: {
            /** @default null */
            name: string | null;
            /** @default null */
            shared: boolean | null;
            /** @default null */
            state: components["schemas"]["ViewStateBody"] | null;
        };
        /** @description Views in the order wanted. */
        ViewOrder: {
            /** @default [] */
            ids: string[];
        };
        /** @description What a view shows, in the words of the list's address. */
        ViewStateBody: {
            /** @default null */
            end: string | null;
            /** @default [] */
            environment: string[];
            /** @default null */
            group: string | null;
            /** @default [] */
            project: string[];
            /** @default  */
            query: string;
            /** @default null */
            sort: string | null;
            /** @default null */
            start: string | null;
            /** @default null */
            statsPeriod: string | null;
        };
        /** @description One word, or several. */
        Words: string | string[];
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
