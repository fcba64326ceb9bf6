// Signs with jwt-simple, the library that Atlassian's documents of HipChat and Stride use.
// Each line in is [claims, secret, algorithm] as JSON, each line out the token of it.
"use strict";

const jwt = require("jwt-simple");
const { createInterface } = require("node:readline");

createInterface({ input: process.stdin }).on("line", (line) => {
  const [claims, secret, algorithm] = JSON.parse(line);
  console.log(jwt.encode(claims, secret, algorithm));
});
