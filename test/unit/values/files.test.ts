import { describe, expect, test } from 'bun:test';
import { cleanFileName } from '../../../src/values/file-name';
import { fileTypeOf, isInline } from '../../../src/values/file-type';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const refusal = { refusal: 'fileTypeUnsupported' };
const refused = (head: Uint8Array, name: string) => fileTypeOf(head, name).catch((error) => error);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ' +
    'RU5ErkJggg==',
  'base64',
);

/** The first local header of a ZIP (APPNOTE 4.3.7), stored, with one entry. */
const zip = (entry: string) => {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 0, 'latin1');
  header.writeUInt16LE(entry.length, 26);
  return Buffer.concat([header, latin1(entry)]);
};

const msi = `${'\0'.repeat(1_000)}\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46`;

describe('the kind of a file', () => {
  test('is found from its bytes, whatever its name says', async () => {
    expect(await fileTypeOf(png, 'notes.txt')).toBe('image/png');
    expect(await fileTypeOf(latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), 'x')).toBe('application/pdf');
    expect(await fileTypeOf(Buffer.from('你好, 世界\n'), 'a.png')).toBe('text/plain');
    expect(await fileTypeOf(Buffer.alloc(0), 'empty')).toBe('text/plain');
    expect(await fileTypeOf(Buffer.from([1, 2, 0, 255]), 'a.txt')).toBe('application/octet-stream');
    expect(await fileTypeOf(zip('a.txt'), 'a.zip')).toBe('application/zip');
    // Names for data of any kind; a program under them is known by its bytes.
    for (const name of ['firmware.bin', 'nohup.out']) {
      expect(await fileTypeOf(Buffer.from([1, 2, 0, 255]), name)).toBe('application/octet-stream');
      expect(await refused(latin1('\x7fELF\x02\x01\x01'), name)).toMatchObject(refusal);
    }
  });

  test('is text also where the head ends inside a character', async () => {
    const head = Buffer.from(`x${'世'.repeat(2_000)}`).subarray(0, 4_100);
    expect(head.toString()).toContain('\ufffd');
    expect(await fileTypeOf(head, 'a.txt')).toBe('text/plain');
  });

  test('is harmless for pages and drawings, which are documents', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
    expect(isInline(await fileTypeOf(page, 'a.html'))).toBe(false);
    expect(isInline(await fileTypeOf(drawing, 'a.svg'))).toBe(false);
  });

  test('is open for sealed files, whatever their name', async () => {
    const sealed = Buffer.concat([latin1('c8f1'), Buffer.alloc(12), latin1('MZ')]);
    expect(await fileTypeOf(sealed, 'setup.exe')).toBe('application/octet-stream');
    // A shell says that it knows no c8f1, and goes on with the next line.
    expect(await refused(latin1('c8f1\nrm -rf ~\n'), 'song.sh')).toMatchObject(refusal);
  });

  test.each([
    ['\x7fELF\x02\x01\x01'],
    ['MZ\x90\x00\x03'],
    ['\xcf\xfa\xed\xfe\x07\x00\x00\x01'],
    ['\xca\xfe\xba\xbe\x00\x00\x00\x34'],
    ['\x00asm\x01\x00\x00\x00'],
    ['dex\n035\x00'],
    ['L\x00\x00\x00\x01\x14\x02\x00\x00\x00'],
    ['!<arch>\ndebian-binary   '],
    ['\xed\xab\xee\xdb\x03\x00'],
    ['#!/bin/sh\nrm -rf ~\n'],
    ['\xef\xbb\xbf#!/bin/sh\n'],
    ['\r\n@ECHO off\r\n'],
    ['<?php system($_GET[0]);'],
    [`\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1${msi}`],
  ])('refuses a program by its bytes: %j', async (head) => {
    expect(await refused(latin1(head), 'holiday.jpg')).toMatchObject(refusal);
  });

  test('refuses an archive that is a program', async () => {
    expect(await refused(zip('META-INF/MANIFEST.MF'), 'a.zip')).toMatchObject(refusal);
    expect(await refused(zip('AndroidManifest.xml'), 'a.zip')).toMatchObject(refusal);
  });

  test.each([
    ['setup.exe'],
    ['SETUP.EXE'],
    ['setup.exe.'],
    ['setup.exe . '],
    ['setup.exe::$DATA'],
    ['setup.e\u00adxe'],
    ['setup.exe\u2063'],
    ['setup.exe\0.txt'],
    ['setup.ex\u200be'],
    ['setup.ｅｘｅ'],
    ['holiday\u202egpj.exe'],
    ['holiday.jpg.exe'],
    ['a/b\\c.msi'],
    ['run.sh'],
    ['.bat'],
    ['tool.py'],
    ['app.apk'],
    ['link.lnk'],
  ])('refuses a program by its name: %j', async (name) => {
    expect(await refused(Buffer.from('hello'), name)).toMatchObject(refusal);
    expect(await refused(png, name)).toMatchObject(refusal);
  });

  test('refuses a program by any of its names', async () => {
    for (const names of [
      ['notes.txt', 'setup.exe'],
      ['setup.exe', 'notes.txt'],
      ['a', 'b', 'run.sh'],
    ]) {
      const refusing = fileTypeOf(Buffer.from('hello'), ...names);
      await expect(refusing).rejects.toMatchObject(refusal);
    }
  });

  test.each([['exe'], ['notes.exe.txt'], ['a.json'], ['报告.docx'], ['a.ts'], ['page.html']])(
    'lets an ordinary name pass: %j',
    async (name) => {
      expect(await fileTypeOf(Buffer.from('hello'), name)).toBe('text/plain');
    },
  );
});

describe('showing in place', () => {
  test('is for raster images, audio and video alone', () => {
    for (const type of ['image/png', 'image/webp', 'audio/mpeg', 'video/mp4']) {
      expect(isInline(type)).toBe(true);
    }
    const others = ['image/svg+xml', 'text/html', 'text/plain', 'application/pdf', '', 'image/'];
    for (const type of others) expect(isInline(type)).toBe(false);
  });
});

describe('a file name', () => {
  test.each([
    ['报告 (最终版).pdf', '报告 (最终版).pdf'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    ['.gitignore', '.gitignore'],
    ['C:\\Users\\alice\\a.txt', 'a.txt'],
    ['../../etc/passwd', 'passwd'],
    ['/a\\b/c.txt', 'c.txt'],
    ['a\r\nSet-Cookie: x\0.txt', 'aSet-Cookie: x.txt'],
    ['photo\u202egpj.png', 'photogpj.png'],
    ['  a.txt . ', 'a.txt'],
    ['a\ud800.txt', 'a\ufffd.txt'],
    ['..', 'file'],
    ['dir/', 'file'],
    ['\u202e \0', 'file'],
    ['', 'file'],
  ])('%j is kept as %j', (given, kept) => {
    expect(cleanFileName(given)).toBe(kept);
  });

  test('is cut to 255 bytes between characters, before its extension', () => {
    const name = cleanFileName(`${'世'.repeat(200)}.tar.gz`);
    expect(name).toEndWith('世.gz');
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(name)).toBeGreaterThan(251);
    expect(cleanFileName(`a.${'x'.repeat(300)}`)).toHaveLength(255);
    expect(cleanFileName('😀'.repeat(100))).toBe('😀'.repeat(63));
  });
});
