// Loaded before every test file, see bunfig.toml.
import { afterEach } from 'bun:test';
import { heardAll } from './hearing';

afterEach(heardAll);
