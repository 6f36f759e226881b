import { v7 as newId } from "uuid";
import type { Id } from "#kernel/id.ts";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { request } from "./client.ts";

/** A workshop of its own, made over HTTP alone, with its people signed in. */
export type Shop = {
  readonly slug: string;
  readonly variantId: Id;
  readonly materialIds: readonly Id[];
  readonly warehouseId: Id;
  readonly firstStatusId: Id;
  /** entering it makes an order for each line of the deal */
  readonly startStatusId: Id;
  readonly ownerCookie: string;
  readonly operatorCookies: readonly string[];
};

const password = "under load, under load";

export async function openShop(address: string, operators: number): Promise<Shop> {
  const ownerCookie = await enter(address, "/sign-up", {
    name: "Owner",
    email: "owner@crash.example",
    password,
    workspaceName: "Under load",
  });
  const me = await ask<OutputOf<"whoAmI">>(`${address}/api/me`, ownerCookie);
  const slug = me.workspaces[0]?.slug ?? "";
  const base = `${address}/api/w/${slug}`;
  const get = <T>(path: string): Promise<T> => ask<T>(`${base}${path}`, ownerCookie);
  const post = <T>(path: string, body: object): Promise<T> =>
    ask<T>(`${base}${path}`, ownerCookie, { body, commandId: newId() });

  const operatorCookies: string[] = [];
  for (let place = 1; place <= operators; place += 1) {
    const email = `operator${place}@crash.example`;
    const invitation = { name: `Operator ${place}`, email, roles: ["operator"] };
    const { token } = await post<OutputOf<"inviteMember">>("/members/invite", invitation);
    operatorCookies.push(await enter(address, `/invitations/${token}/accept`, { password }));
  }
  const { rows: members } = await get<OutputOf<"listMembers">>("/members");
  for (const { id } of members) await post("/rates/set", { memberId: id, rate: "120.07" });

  const addItem = async (kind: "product" | "material", name: string, unit: "kg" | "pcs") =>
    post<OutputOf<"addItem">>("/items/add", { kind, name, unit, variants: [{ name }] });
  const flour = await addItem("material", "Flour", "kg");
  const box = await addItem("material", "Box", "pcs");
  const cake = await addItem("product", "Cake", "pcs");
  const materialIds = [...flour.variantIds, ...box.variantIds];
  const { rows: warehouses } = await get<OutputOf<"listWarehouses">>("/warehouses");
  const warehouseId = named(warehouses, "Materials");

  const { rows: pipelines } = await get<OutputOf<"listPipelines">>("/pipelines");
  const statuses = pipelines[0]?.statuses ?? [];
  const startStatusId = named(statuses, "Accepted for production");
  const norm = (variantId: Id | undefined, perUnit: string) => ({
    variantId: variantId ?? "",
    warehouseId,
    perUnit,
  });
  const body: RequestOf<"addTemplate">["body"] = {
    stages: [
      {
        key: "bake",
        name: "Bake",
        performer: { kind: "role", role: "operator" },
        consumption: "at_start",
        norms: [norm(materialIds[0], "0.333333")],
      },
      {
        key: "pack",
        name: "Pack",
        performer: { kind: "role", role: "operator" },
        consumption: "at_completion",
        norms: [norm(materialIds[1], "1")],
      },
    ],
    triggers: {
      start: { dealStatusId: startStatusId },
      done: { dealStatusId: named(statuses, "Ready to ship") },
      cancel: null,
    },
    policies: { finishedWarehouseId: named(warehouses, "Finished goods"), shortage: "warn" },
  };
  const template = { itemId: cake.itemId, name: "Cake", body };
  const { templateId } = await post<OutputOf<"addTemplate">>("/templates/add", template);
  await post(`/templates/${templateId}/approve`, { number: 1 });
  return {
    slug,
    variantId: cake.variantIds[0] ?? "",
    materialIds,
    warehouseId,
    firstStatusId: statuses[0]?.id ?? "",
    startStatusId,
    ownerCookie,
    operatorCookies,
  };
}

async function ask<T>(
  url: string,
  cookie: string,
  command?: { body: object; commandId: string },
): Promise<T> {
  const reply = await request(url, cookie, command);
  if (reply.kind !== "answer") throw new Error(`${url}: ${JSON.stringify(reply)}`);
  return reply.body as T;
}

/** Signs in by what the route does, and answers the cookies. */
async function enter(address: string, path: string, body: object): Promise<string> {
  const response = await fetch(`${address}/api${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

function named(things: readonly { readonly id: Id; readonly name: string }[], name: string): Id {
  const found = things.find((thing) => thing.name === name);
  if (found === undefined)
    throw new Error(`None of ${things.map((thing) => thing.name).join(", ")} is ${name}`);
  return found.id;
}
