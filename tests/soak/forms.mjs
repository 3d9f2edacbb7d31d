// Looks for texts in files and lines, in whatever coding they may hide.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A text in the codings it may be kept in: bytes, told case apart, as searched in lower-case latin1. */
function forms(text) {
  const bytes = Buffer.from(text);
  const wide = Buffer.from(text, "utf16le");
  const all = [bytes, wide, Buffer.from(wide).swap16(), Buffer.from(bytes.toString("hex")), Buffer.from(encodeURIComponent(text))];
  // Whatever stands before it in the same base64, without what that reaches into.
  for (let before = 0; before < 3; before += 1) {
    const coded = Buffer.concat([Buffer.alloc(before, "x"), bytes]).toString("base64").replace(/=+$/, "");
    all.push(Buffer.from(coded.slice(before === 0 ? 0 : 4, -2)));
  }
  // A hash that anybody can make is as good as the text.
  for (const kind of ["md5", "sha1", "sha256"]) {
    const hash = createHash(kind).update(text).digest();
    all.push(hash, Buffer.from(hash.toString("hex")));
  }
  return all.map((form) => form.toString("latin1").toLowerCase());
}

/**
 * A function that names the texts which stand in bytes.
 * @param {string[]} texts of 8 bytes or more: less stands anywhere, once it is coded.
 * @returns {(content: Buffer | string) => string[]}
 */
export function seeker(texts) {
  for (const text of texts) assert.ok(text.length >= 8, text);
  const sought = texts.map((text) => [text, forms(text)]);
  return (content) => {
    const low = Buffer.from(content).toString("latin1").toLowerCase();
    return sought.filter(([, all]) => all.some((form) => low.includes(form))).map(([text]) => text);
  };
}

/** Every file below a folder. */
export function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** The texts that stand in files below a folder, each with its file. */
export function inFiles(folder, seek) {
  return files(folder).flatMap((file) => seek(bytesOf(file)).map((text) => `${text} in ${file}`));
}

function bytesOf(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    // The database was closed meanwhile, and took its log away.
    if (error.code === "ENOENT") return "";
    throw error;
  }
}
