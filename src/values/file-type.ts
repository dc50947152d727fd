// What an uploaded file is, by its bytes, and which ones nobody may send.
import { SEALED_FILE_PREFIX, sealed_file_zero_bytes } from '../protocol/envelope';
import { Refusal } from '../protocol/errors';
import { file_head_bytes } from '../protocol/upload-limits';
import { extensionsOf } from './file-name';

/** Extensions that some system runs at a double click, or an interpreter takes as a program. */
const PROGRAM_EXTENSIONS = new Set(
  [
    // Windows: programs, installers, libraries
    'exe dll com scr pif cpl ocx sys drv msi msp mst msix msixbundle appx appxbundle xll',
    // Windows: scripts, shortcuts and files that change settings
    'bat cmd ps1 psm1 psd1 ps1xml vb vbs vbe js mjs cjs jse ws wsf wsc wsh hta lnk url reg scf inf',
    'gadget application msc chm jnlp',
    // Windows: what opens settings, shares, packages and databases that run what is in them
    'appinstaller msu diagcab settingcontent-ms appref-ms library-ms search-ms website theme',
    'psc1 ps2 ahk au3 shb shs hlp grp job ade adp mde accde',
    // Linux
    'sh bash zsh csh ksh fish command run elf so o appimage deb rpm snap flatpak desktop',
    // macOS
    'app dmg pkg mpkg dylib action workflow scpt applescript',
    // Interpreters and virtual machines
    'py pyw pyc pyo pyz pl pm rb php phtml phar lua tcl cgi asp aspx jsp',
    'jar war ear class apk aab xapk ipa dex wasm crx xpi',
  ].flatMap((line) => line.split(' ')),
);

/** What `file-type` calls programs. */
const PROGRAM_TYPES = new Set([
  'application/java-archive',
  'application/java-vm',
  'application/vnd.android.package-archive',
  'application/wasm',
  'application/x-apple-diskimage',
  'application/x-deb',
  'application/x-elf',
  'application/x-google-chrome-extension',
  'application/x-mach-binary',
  'application/x-ms-shortcut',
  'application/x-msdownload',
  'application/x-msi',
  'application/x-rpm',
]);

/** How programs and scripts begin (latin1). */
const PROGRAM_STARTS = [
  '\x7fELF',
  'MZ',
  '\xfe\xed\xfa\xce',
  '\xfe\xed\xfa\xcf',
  '\xce\xfa\xed\xfe',
  '\xcf\xfa\xed\xfe',
  '\xca\xfe\xba\xbe',
  '\xca\xfe\xba\xbf',
  '\xbe\xba\xfe\xca',
  '\x00asm',
  'dex\n',
  'L\x00\x00\x00\x01\x14\x02\x00',
  '!<arch>\ndebian',
  '\xed\xab\xee\xdb',
  'xar!',
  '#!',
  '\xef\xbb\xbf#!',
  '<?php',
];

const OLE_START = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
/** The class id of a Windows Installer package, as an OLE file's root entry spells it. */
const MSI_CLASS = '\x84\x10\x0c\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46';
/** Entries that make a ZIP a program, as its local headers name them. */
const PROGRAM_ENTRIES = ['META-INF/MANIFEST.MF', 'AndroidManifest.xml', 'classes.dex'];

/** And no shorter: four letters alone may begin a script that goes on after them. */
const SEALED_START = `${SEALED_FILE_PREFIX}${'\0'.repeat(sealed_file_zero_bytes)}`;

const isProgram = (latin1: string) =>
  PROGRAM_STARTS.some((start) => latin1.startsWith(start)) ||
  (latin1.startsWith(OLE_START) && latin1.includes(MSI_CLASS)) ||
  (latin1.startsWith('PK\x03\x04') && PROGRAM_ENTRIES.some((entry) => latin1.includes(entry))) ||
  /^(?:\xef\xbb\xbf)?\s{0,64}@echo\s/i.test(latin1);

const isText = (head: Uint8Array): boolean => {
  try {
    // A head that was cut may end inside a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, {
      stream: head.byteLength >= file_head_bytes,
    });
    return !/[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/.test(text);
  } catch {
    return false;
  }
};

const typeOf = async (head: Uint8Array): Promise<string | undefined> => {
  // Loaded with the first upload, so that the start doesn't wait for it.
  const { fileTypeFromBuffer } = await import('file-type');
  try {
    return (await fileTypeFromBuffer(head))?.mime;
  } catch {
    // It reads on where a container points, which may be beyond the head.
    return undefined;
  }
};

/**
 * The MIME type of a file that begins with `head` (its first 4,100 bytes, or all of it); a sealed
 * file is `application/octet-stream` whatever its name.
 * @throws fileTypeUnsupported for programs and scripts, by bytes or by any of the names: some
 * client may show each of them.
 */
export const fileTypeOf = async (head: Uint8Array, ...names: string[]): Promise<string> => {
  const latin1 = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (latin1.startsWith(SEALED_START)) return 'application/octet-stream';
  const extensions = names.flatMap(extensionsOf);
  const byName = extensions.some((extension) => PROGRAM_EXTENSIONS.has(extension));
  if (byName || isProgram(latin1)) throw new Refusal('fileTypeUnsupported');
  const type = await typeOf(head);
  if (type !== undefined && PROGRAM_TYPES.has(type)) throw new Refusal('fileTypeUnsupported');
  if (type !== undefined) return type;
  if (latin1.startsWith('PK\x03\x04')) return 'application/zip';
  return isText(head) ? 'text/plain' : 'application/octet-stream';
};

/** What a browser may show in place: nothing that can hold a script. */
export const isInline = (type: string): boolean =>
  /^(?:image|audio|video)\/[\w.+-]+$/.test(type) && !type.includes('xml');
