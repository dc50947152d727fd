// Loaded before every test file, see bunfig.toml.
import { afterEach } from 'bun:test';
import { heardAll } from './hearing';
import { goesWithProcess } from './scratch';

// What a crash or a browser leaves there goes as well.
process.env.TMPDIR = goesWithProcess();

afterEach(heardAll);
