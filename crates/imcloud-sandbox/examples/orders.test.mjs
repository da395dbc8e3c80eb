// Tests of a client in Node (20 or later) against the sandbox. Needs no package, and the command `imcloud`:
//
//     IMCLOUD_BIN=imcloud node --test orders.test.mjs

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, beforeEach, test } from "node:test";

let server;
let variables;
let headers;
let order;

/** Sends JSON and returns status and body. */
async function send(method, url, body, extra = {}) {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...extra },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

const call = (method, path, body) => send(method, variables.IMCLOUD_BASE_URL + path, body, headers);

async function control(method, path, body) {
  const response = await send(method, variables.IMCLOUD_SANDBOX_CONTROL_URL + path, body);
  assert.ok([200, 201, 204].includes(response.status), JSON.stringify(response));
  return response.body;
}

before(async () => {
  // Port 0 is a free one. The first line of the output appears when the sandbox is ready.
  const command = process.env.IMCLOUD_BIN ?? "imcloud";
  const options = ["sandbox", "serve", "--quiet", "--env-format", "json"];
  server = spawn(command, options, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  variables = JSON.parse(line);
});

after(async () => {
  server.kill();
  await once(server, "exit");
});

beforeEach(async () => {
  await control("POST", "/reset");
  const login = Buffer.from(`${variables.IMCLOUD_USERNAME}:${variables.IMCLOUD_PASSWORD}`).toString("base64");
  headers = { authorization: `Basic ${login}`, "x-subscription-key": variables.IMCLOUD_SUBSCRIPTION_KEY };
  const token = await call("POST", "/token", { marketplace: variables.IMCLOUD_MARKETPLACE });
  assert.equal(token.status, 200);
  headers.authorization = `Bearer ${token.body.token}`;
  const customers = (await call("GET", "/customers?limit=500")).body.data;
  const products = (await call("GET", "/products?limit=500")).body.data;
  order = {
    type: "sales",
    customerId: customers.find((customer) => customer.status === "active").id,
    products: [{ id: products.find((product) => product.name === "Drumvale Signature Seat").id, quantity: 3 }],
  };
});

test("order exists although its response was lost", async () => {
  const total = async () => (await call("GET", "/orders?limit=1")).body.pagination.total;
  const before = await total();
  await control("POST", "/faults", { kind: "gateway_timeout", operation: "create_order", times: 1 });
  assert.equal((await call("POST", "/orders", order)).status, 504);
  assert.equal(await total(), before + 1);
});

test("order completes when the clock advances", async () => {
  const placed = await call("POST", "/orders", order);
  assert.equal(placed.body.status, "submitted");
  await control("PATCH", "/clock", { advanceSeconds: 120 });
  assert.equal((await call("GET", `/orders/${placed.body.id}`)).body.status, "completed");
});

test("journal shows requests without secrets", async () => {
  await call("POST", "/orders", order);
  const journal = await control("GET", "/journal?operation=create_order");
  assert.deepEqual(journal.map((entry) => entry.status), [200]);
  assert.deepEqual(journal[0].body, order);
  assert.equal(Object.fromEntries(journal[0].headers).authorization, "Bearer [hidden]");
});
