// Everything by its name: people, conversations, settings, things to do.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { useInSight } from '../ui/in-sight';
import { isComposing } from '../ui/key-event';
import { Face } from '../ui/person/face';
import { useApp } from '../ui/use-app';
import type { Command } from './commands';
import { commandsFor } from './commands';

const Option = ({
  command,
  isChosen,
  onRun,
}: {
  command: Command;
  isChosen: boolean;
  onRun: () => void;
}) => (
  // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys, and names the option
  <div
    id={`command-${command.id}`}
    ref={useInSight(isChosen)}
    class="command"
    role="option"
    tabIndex={-1}
    aria-selected={isChosen}
    onClick={onRun}
  >
    {command.person ? <Face person={command.person} /> : <Icon name={command.icon} />}
    <span class="row-text">
      <bdi class="row-name">{command.label}</bdi>
      {command.about ? <bdi class="row-line">{command.about}</bdi> : null}
    </span>
  </div>
);

export const Palette = () => {
  const app = useApp();
  const { t, attempt, panel } = app;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // Once the dialog is open: it gives the focus to its first button.
  useLayoutEffect(() => field.current?.focus(), []);
  const commands = commandsFor(app, text);
  const chosen = commands[Math.min(at, commands.length - 1)];
  const run = (command: Command) => {
    panel.close();
    // Once the dialog is gone: what lies below it takes no focus before.
    setTimeout(() => attempt(async () => command.run()));
  };
  const onKey = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setAt((at + by + commands.length) % commands.length);
    else if (event.key === 'Enter' && chosen) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t.value.palette.title} kind="palette" onClose={() => panel.close()}>
      <input
        class="palette-input"
        role="combobox"
        aria-label={t.value.palette.hint}
        placeholder={t.value.palette.hint}
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={chosen ? `command-${chosen.id}` : undefined}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
        ref={field}
      />
      <div id="commands" role="listbox" tabIndex={-1} aria-label={t.value.palette.title}>
        {commands.map((command) => (
          <Option
            key={command.id}
            command={command}
            isChosen={command === chosen}
            onRun={() => run(command)}
          />
        ))}
      </div>
    </Dialog>
  );
};
