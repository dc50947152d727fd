// The age program (age-encryption.org), which asks for a passphrase at a terminal alone.

const AT_A_TERMINAL = `
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execvp('age', ['age', '-d', '-o', 'opened.tar', sys.argv[2]])
said = b''
try:
    while b'passphrase' not in said:
        said += os.read(terminal, 1000)
    os.write(terminal, sys.argv[1].encode() + b'\\n')
    while os.read(terminal, 1000):
        pass
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

/** Opens it as `opened.tar` in `dir`; gives the program's exit code. */
export const openByAge = (file: string, passphrase: string, dir: string): number =>
  Bun.spawnSync(['python3', '-c', AT_A_TERMINAL, passphrase, file], { cwd: dir }).exitCode;
