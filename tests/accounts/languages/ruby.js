// Runs the Ruby program in the first argument and prints what it ends with: `node ruby.js PROGRAM`.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { DefaultRubyVM } from "@ruby/wasm-wasi/dist/node";

const binary = createRequire(import.meta.url).resolve("@ruby/3.3-wasm-wasi/dist/ruby+stdlib.wasm");
const { vm } = await DefaultRubyVM(await WebAssembly.compile(await readFile(binary)));
console.log(vm.eval(process.argv[2]).toString());
