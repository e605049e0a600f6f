// Runs the PHP program in the first argument, without its opening tag: `node php.js PROGRAM`.
import { getPHPLoaderModule } from "@php-wasm/node-8-3";
import { loadPHPRuntime, PHP } from "@php-wasm/universal";

const php = new PHP(await loadPHPRuntime(await getPHPLoaderModule(), {}));
const { text, errors, exitCode } = await php.run({ code: `<?php ${process.argv[2]}` });
process.stderr.write(errors);
process.stdout.write(text, () => process.exit(exitCode)); // its runtime would keep the process alive
