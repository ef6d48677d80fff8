#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Before anything heavy is loaded: later starts then skip parsing and type stripping.
enableCompileCache();

const { runCommandLine } = await import('./command-line.ts');
const { processTerminal } = await import('./terminal.ts');

process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal(process), process.env);
