// Uploads a file by XMLHttpRequest, because fetch reports no progress.
import type { Transfer } from '../platform';
import { ApiError, NETWORK } from './api-error';

/** An upload without progress for this long is aborted, and tried again later. */
const stalled_ms = 60_000;

export const transferByXhr: Transfer = ({ method, path, token, body, progress, signal }) =>
  new Promise((resolve, reject) => {
    // While the token was renewed, somebody may have cancelled it.
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fail = () => reject(new ApiError(0, NETWORK));
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        fail();
        request.abort();
      }, stalled_ms);
    };
    request.open(method, path);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => {
      watch();
      progress(total > 0 ? loaded / total : 0);
    };
    request.onerror = fail;
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onload = () => resolve(new Response(request.response, { status: request.status }));
    request.onloadend = () => clearTimeout(timer);
    signal.addEventListener('abort', () => request.abort());
    watch();
    request.send(body);
  });
