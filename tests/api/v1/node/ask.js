// Opsgenie's own client, as it was published, asks the Muster at the given address.
// Prints what it got, by the names of the steps: an answer, or the refusal as an error.
"use strict";

const opsgenie = require("opsgenie-sdk");

const [host, key] = process.argv.slice(2);
const John = { username: "john@acme.example", fullname: "John Smith", role: "Admin" };
const got = {};

function ask(step, subject, call, parameters) {
  return new Promise((resolve) => {
    opsgenie[subject][call](parameters, (error, answer) => {
      got[step] = error || answer;
      resolve(got[step]);
    });
  });
}

async function users() {
  const { id } = await ask("a user is made", "user", "create", { ...John });
  await ask("made twice", "user", "create", { ...John });
  await ask("the user is changed", "user", "update", { id, fullname: "John" });
  await ask("a user", "user", "get", { username: John.username });
  await ask("all users", "user", "list", {});
  await ask("nobody", "user", "get", { id: "nobody" });
  return id;
}

async function teams(userId) {
  const operations = { name: "operations", members: [{ user: John.username, role: "admin" }] };
  const { id } = await ask("a team is made", "team", "create", operations);
  await ask("the team is changed", "team", "update", { id, description: "They operate." });
  await ask("a member goes", "team", "removeMember", { id, userId });
  await ask("a member comes", "team", "addMember", { name: "operations", userId });
  await ask("a team", "team", "get", { name: "operations" });
  await ask("all teams", "team", "list", {});
  await ask("a team's log", "team", "listLogs", { id, order: "asc" });
  return id;
}

async function groups() {
  const network = { name: "network", users: [John.username] };
  const { id } = await ask("a group is made", "group", "create", network);
  await ask("somebody leaves the group", "group", "removeMember", { id, users: John.username });
  await ask("somebody comes to the group", "group", "addMember", { id, users: [John.username] });
  await ask("the group is changed", "group", "update", { id, name: "networks" });
  await ask("a group", "group", "get", { id });
  await ask("all groups", "group", "list", {});
  return id;
}

async function alerts() {
  await ask("an alert is made", "alertV2", "create", { message: "db is down", alias: "db" });
  const db = { identifier: "db", identifierType: "alias" };
  await ask("an alert", "alertV2", "get", db);
}

async function all() {
  opsgenie.configure({ host, api_key: key });
  const user = await users();
  const team = await teams(user);
  const group = await groups();
  await alerts();
  await ask("the group is deleted", "group", "deleteById", group);
  await ask("the team is deleted", "team", "deleteById", team);
  await ask("the user is deleted", "user", "delete", { username: John.username });
  await ask("a deleted team", "team", "get", { id: team });
  console.log(JSON.stringify(got));
}

all();
