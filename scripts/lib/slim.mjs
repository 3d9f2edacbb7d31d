// Three things that make a page's wasm smaller, and which neither rustc nor wasm-bindgen does on stable Rust.

// Where a panic begins. The message it would write goes nowhere in a page: the standard library's
// whole formatting machinery is there for nothing. A trap is what follows anyway.
const PANIC = new RegExp([
  "panicking::panic(_\\w+)?$", "panicking::panic_with_hook$", "rust_begin_unwind$", "alloc::handle_alloc_error$", "raw_vec::handle_error$",
  "raw_vec::capacity_overflow$", "slice_index_fail$", "slice_error_fail$", "len_mismatch_fail$",
  "(option|result)::(unwrap|expect)_failed$", "cell::panic_\\w+$",
].join("|"));

/** The same module with a bare trap in the place of every function that only builds a panic's message. */
export async function mutePanics(bytes) {
  // Only here: it is large, and the Workers are built without it.
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(bytes);
  try {
    const functions = Array.from({ length: module.getNumFunctions() }, (_, i) => binaryen.getFunctionInfo(module.getFunctionByIndex(i)));
    const muted = functions.filter(({ name, module: imported }) => !imported && PANIC.test(name));
    // Every crate can panic, if only for want of memory: none found means that names are written another way now.
    if (muted.length === 0) throw new Error("no panicking function found in the wasm");
    for (const { name, params, results } of muted) {
      module.removeFunction(name);
      module.addFunction(name, params, results, [], module.unreachable());
    }
    // The bindings' short helpers never resize what they allocated.
    module.removeExport("__wbindgen_realloc");
    const segments = Array.from({ length: module.getNumDataSegments() }, (_, i) => module.getDataSegmentInfo(module.getDataSegmentByIndex(i)));
    return withoutMessages(module.emitBinary(), segments);
  } finally {
    module.dispose();
  }
}

// What only a panic says.
const SAID = /assertion failed: [\w.():]+|RefCell already (mutably )?borrowed|Tried to shrink to a larger capacity/g;

/** Zeros, which weigh next to nothing, for what a panic's message would read: its words, and where in the source it began. */
function withoutMessages(wasm, segments) {
  const bytes = Buffer.from(wasm);
  for (const { offset, data } of segments) {
    const own = Buffer.from(data);
    const start = bytes.indexOf(own);
    const drop = (at, length) => bytes.fill(0, start + at, start + at + length);
    for (const { index, 0: said } of own.toString("latin1").matchAll(SAID)) drop(index, said.length);
    // A place is the address of a file's name, its length, the line and the column.
    for (let at = 0; at + 16 <= own.length; at += 4) {
      const [name, length] = [own.readUInt32LE(at) - offset, own.readUInt32LE(at + 4)];
      if (name < 0 || !/^[\w./-]+\.rs$/.test(own.toString("latin1", name, name + length))) continue;
      drop(name, length);
      drop(at, 16);
    }
  }
  return bytes;
}

/**
 * The bindings with the names that wasm-opt's `--minify-imports-and-exports-and-modules` gave.
 * @param {string} js wasm-bindgen's bindings
 * @param {string} printed wasm-opt's list of names
 */
export function renameBindings(js, printed) {
  const { imports, exports } = JSON.parse(printed);
  const replaced = (text, pattern, by, name) => {
    const result = text.replace(pattern, by);
    if (result === text) throw new Error(`the bindings do not name ${name}`);
    return result;
  };
  let renamed = js;
  for (const module of new Set(imports.map(([from]) => from))) renamed = replaced(renamed, `"${module}": `, "a: ", module);
  for (const [, name, short] of imports) renamed = replaced(renamed, new RegExp(`^(\\s*)${name}: `, "m"), `$1${short}: `, name);
  for (const [name, short] of exports) renamed = renamed.replace(new RegExp(`\\bwasm\\.${name}\\b`, "g"), `wasm.${short}`);
  return renamed;
}

// wasm-bindgen's helpers know engines without encodeInto, memories that detach and texts of 2 GB. A page of ours
// has none of these, and its texts are short.
const HELPERS = {
  passStringToWasm0: (memory, malloc) => `(arg) {
    const bytes = cachedTextEncoder.encode(arg);
    const ptr = ${malloc}(WASM_VECTOR_LEN = bytes.length, 1) >>> 0;
    new Uint8Array(${memory}.buffer).set(bytes, ptr);
    return ptr;
}`,
  getStringFromWasm0: (memory) => `(ptr, len) {
    return cachedTextDecoder.decode(new Uint8Array(${memory}.buffer, ptr >>> 0, len));
}`,
  getDataViewMemory0: (memory) => `() {
    return new DataView(${memory}.buffer);
}`,
};

/** The bindings with short helpers; what the long ones needed is then used by nobody, and falls out of the bundle. */
export function slimBindings(js) {
  const memory = js.match(/new DataView\((wasm\.\w+)\.buffer\)/)?.[1];
  const malloc = js.match(/passStringToWasm0\(\w+, (wasm\.\w+), wasm\.\w+\)/)?.[1];
  let slim = js;
  const replace = (pattern, by) => {
    const next = slim.replace(pattern, by);
    if (next === slim) throw new Error(`the bindings have no ${pattern}`);
    slim = next;
  };
  for (const [name, body] of Object.entries(HELPERS)) replace(new RegExp(`(?<=\\nfunction ${name})\\([^]*?\\n}(?=\\n)`), body(memory, malloc));
  replace(/(passStringToWasm0\(\w+), wasm\.\w+, wasm\.\w+\)/g, "$1)");
  replace(/\nif \(!\('encodeInto' in cachedTextEncoder\)\) \{[^]*?\n\}\n/, "\n");
  replace(/\ncachedTextDecoder\.decode\(\);/, "");
  return slim;
}
