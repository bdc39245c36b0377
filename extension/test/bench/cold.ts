// Starts a program and asks it once, and prints the milliseconds: until it could be asked, and until it had answered. It runs
// in a process of its own, because V8 keeps what it has compiled.
import { readFileSync } from 'node:fs';
import { prepareGo, start } from './program.ts';

const [program = '', message = ''] = process.argv.slice(2);
await prepareGo();
const decide = JSON.parse(readFileSync(message, 'utf8'));
const begun = performance.now();
const ask = await start(program);
const started = performance.now();
ask('decide', decide);
console.log(JSON.stringify([started - begun, performance.now() - begun]));
process.exit(0); // a Go program never ends
