// Read a chat as whatsapp-chat-parser does: each line that comes in is [FILE, whether the day stands first].
import { readFileSync } from "node:fs";
import { parseString } from "whatsapp-chat-parser";
import { answer } from "./answer.js";

answer((file, daysFirst) =>
  parseString(readFileSync(file, "utf8"), { daysFirst }).map(({ date, author, message }) => ({
    day: [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-"),
    author: author ?? "",
    message,
  })),
);
