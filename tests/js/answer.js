// Answer each line of standard input, a JSON list of arguments, with one line: what was found, or what went wrong.
import { createInterface } from "node:readline";

export async function answer(find) {
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      console.log(JSON.stringify({ found: find(...JSON.parse(line)) }));
    } catch (error) {
      console.log(JSON.stringify({ wrong: error.stack }));
    }
  }
}
