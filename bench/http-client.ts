import { Agent, request } from "node:http";
import { v7 as newId } from "uuid";

/** A signed-in browser's requests over one kept-alive connection, with nothing between it and the socket. */
export type Browser = {
  readonly cookie: string;
  readonly slug: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
};

type Answer = { status: number; body: string; cookies: string[] };

export async function signIn(
  address: string,
  slug: string,
  email: string,
  password: string,
): Promise<Browser> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answer = await send(agent, address, "POST", "/api/sign-in", "", { email, password });
  if (answer.status !== 200) throw new Error(`Sign-in of ${email}: ${answer.status} ${answer.body}`);
  return connect(address, slug, answer.cookies.map((text) => text.split(";")[0]).join("; "));
}

/** Another connection of somebody who is signed in. */
export function connect(address: string, slug: string, cookie: string): Browser {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async <T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> => {
    const got = await send(agent, address, method, `/api/w/${slug}${path}`, cookie, body);
    if (got.status !== 200) throw new Error(`${method} ${path}: ${got.status} ${got.body}`);
    return JSON.parse(got.body) as T;
  };
  return {
    cookie,
    slug,
    get: (path) => ask("GET", path),
    post: (path, body) => ask("POST", path, body),
  };
}

function send(
  agent: Agent,
  address: string,
  method: string,
  path: string,
  cookie: string,
  body?: unknown,
): Promise<Answer> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, address),
      {
        agent,
        method,
        headers: {
          cookie,
          ...(payload === undefined
            ? {}
            : {
                "content-type": "application/json",
                "content-length": Buffer.byteLength(payload),
                "command-id": newId(),
              }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString(),
            cookies: response.headers["set-cookie"] ?? [],
          }),
        );
        response.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(payload);
  });
}
