// Bodies of forms as they lie on the wire (RFC 7578), in pieces as small as one likes.

export const boundary = 'b0undary';
export const multipart = `multipart/form-data; boundary=${boundary}`;

/** A request whose body comes in small pieces, without a length. */
export const streamed = (body: Uint8Array | string, type = multipart, size = 997) => {
  const bytes = Buffer.from(body);
  let at = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + size)));
      at += size;
    },
  });
  return new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-type': type },
    body: stream,
  });
};

export const part = (disposition: string, body: string, headers = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${headers}\r\n${body}\r\n`;
export const end = `--${boundary}--\r\n`;
export const filePart = (body: string, name = 'a.txt') =>
  part(`name="file"; filename="${name}"`, body);
export const field = (name: string, value: string) => part(`name="${name}"`, value);
