// Loaded before every test file, see bunfig.toml.
import { afterEach } from 'bun:test';
import { goesWithProcess } from './scratch';
import { heardAll } from './watch/hearing';
import { endScene } from './watch/scene-end';
import { tellSuppressed } from './watch/suppressed-errors';

tellSuppressed();

// What a crash or a browser leaves there goes as well.
process.env.TMPDIR = goesWithProcess();

afterEach(endScene);
afterEach(heardAll);
