// Lists the operations of the OpenAPI document and sends what is filled in.
"use strict";

const make = (name, text, attributes = {}) => {
  const node = document.createElement(name);
  if (text) node.textContent = text;
  Object.assign(node, attributes);
  return node;
};

async function csrf() {
  const answer = await fetch("/api/me");
  return answer.ok ? (await answer.json()).csrf_token : null;
}

// An example of a schema: what it says itself, or the plainest value of its type.
function example(schema, all, depth = 0) {
  if (!schema || depth > 6) return null;
  if (schema.$ref) return example(all[schema.$ref.split("/").pop()], all, depth + 1);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const either = schema.oneOf || schema.anyOf || schema.allOf;
  if (either) return example(either[either.length - 1], all, depth + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object") {
    const value = {};
    for (const name of schema.required || []) value[name] = example(schema.properties[name], all, depth + 1);
    return value;
  }
  if (type === "array") return [example(schema.items, all, depth + 1)];
  return { string: "", integer: 1, number: 1, boolean: false }[type] ?? null;
}

function operation(path, method, about, all) {
  const box = make("details");
  const head = make("summary");
  head.append(make("span", method.toUpperCase(), { className: "method" }), make("code", path),
    make("span", " " + (about.summary || "")));
  box.append(head, make("p", `For: ${(about["x-roles"] || []).join(", ")}`));
  if (about.description) box.append(make("p", about.description));
  const form = make("form");
  const inputs = (about.parameters || []).map((parameter) => {
    const label = make("label", `${parameter.name} (${parameter.in}${parameter.required ? ", required" : ""}) `);
    const input = make("input", "", { required: parameter.required });
    label.append(input);
    form.append(label);
    return [parameter, input];
  });
  const schema = about.requestBody?.content?.["application/json"]?.schema;
  const body = schema ? make("textarea", JSON.stringify(example(schema, all), null, 2)) : null;
  if (body) {
    const label = make("label", "Body");
    label.append(body);
    form.append(label);
  }
  const result = make("pre");
  result.hidden = true;
  form.append(make("button", "Send"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let address = path;
    const query = new URLSearchParams();
    const headers = {};
    for (const [parameter, input] of inputs) {
      if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (input.value !== "" && parameter.in === "query") query.set(parameter.name, input.value);
      else if (input.value !== "") headers[parameter.name] = input.value;
    }
    const token = document.getElementById("token").value;
    if (token) headers.Authorization = `Bearer ${token}`;
    else if (method !== "get") headers["X-CSRF-Token"] = (await csrf()) || "";
    if (body) headers["Content-Type"] = "application/json";
    const tail = query.size ? `?${query}` : "";
    const answer = await fetch(address + tail, { method: method.toUpperCase(), headers, body: body?.value });
    const text = await answer.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* no JSON: shown as it is */ }
    result.textContent = `${answer.status}\n${shown}`;
    result.hidden = false;
  });
  box.append(form, result);
  return box;
}

async function show() {
  const api = await (await fetch("/api/openapi.json")).json();
  const main = document.getElementById("operations");
  main.replaceChildren();
  const tags = {};
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of ["get", "post", "put", "patch", "delete"]) {
      const about = item[method];
      if (about) (tags[about.tags?.[0] || "other"] ??= []).push(operation(path, method, about, api.components.schemas));
    }
  }
  for (const [tag, operations] of Object.entries(tags)) main.append(make("h2", tag), ...operations);
}

show();
