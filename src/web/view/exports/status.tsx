// What becomes of what is taken along, as long as it goes on and until its end was read.
import type { ExportState } from '../../model/exports/exports';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

/** @throws nothing: why it failed is one of its words */
export const exportWords = ({ t, explain, format }: Client, state: ExportState): string => {
  const { exports } = t.value;
  if (state.phase === 'running') {
    const { conversation, conversations, messages, total, bytes } = state;
    return exports.running({
      place: conversations > 1 ? exports.place(conversation, conversations) : '',
      messages: format.count(messages),
      total: format.count(Math.max(total, messages)),
      size: format.bytes(bytes),
    });
  }
  if (state.phase === 'done') {
    const { messages, files, left, parts } = state;
    return [
      exports.done(
        exports.messages(messages, format.count(messages)),
        exports.files(files, format.count(files)),
      ),
      ...(parts > 1 ? [exports.doneParts(parts)] : []),
      ...(left > 0 ? [exports.doneLeft(left)] : []),
    ].join(' ');
  }
  const { error } = state;
  if (!(error instanceof DOMException)) return exports.failed(explain(error));
  if (error.name === 'QuotaExceededError') return exports.noRoom;
  return error.name === 'AbortError' ? exports.stopped : exports.failed(exports.cannotWrite);
};

export const ExportStatus = () => {
  const app = useApp();
  const { t, exports } = app;
  const state = exports.state.value;
  if (state === null) return null;
  const isRunning = state.phase === 'running';
  return (
    <div class="export-status">
      {isRunning ? (
        <progress
          class="meter"
          aria-label={t.value.exports.title}
          {...(state.total > 0 ? { value: state.messages, max: state.total } : {})}
        />
      ) : null}
      {isRunning ? <p class="hint">{exportWords(app, state)}</p> : null}
      <p role="status" class={state.phase === 'failed' ? 'field-error' : 'hint'}>
        {isRunning ? '' : exportWords(app, state)}
      </p>
      <div class="actions">
        <button type="button" class="small" onClick={isRunning ? exports.stop : exports.dismiss}>
          {isRunning ? t.value.exports.stop : t.value.ui.close}
        </button>
      </div>
    </div>
  );
};
