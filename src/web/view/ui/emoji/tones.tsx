import { useRef, useState } from 'preact/hooks';
import { useApp } from '../use-app';
import { canDraw } from './drawable';
import { TONES } from './emoji';

const HAND = '✋';

/** The tone of skin for all emoji that have one; nothing if this system draws none. */
export const Tones = ({ tone, onTone }: { tone: number; onTone: (tone: number) => void }) => {
  const { t } = useApp();
  const [isOpen, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const names = t.value.ui.skinTones;
  const nameOf = (each: number) => names[each + 1] ?? '';
  if (!canDraw(HAND + TONES[0])) return null;
  const label = t.value.ui.labelled(t.value.ui.skinTone, nameOf(tone));
  return (
    <div class="emoji-tones">
      {isOpen ? (
        <fieldset aria-label={t.value.ui.skinTone}>
          {[-1, ...TONES.keys()].map((each) => (
            <button
              type="button"
              key={each}
              aria-pressed={each === tone}
              aria-label={nameOf(each)}
              title={nameOf(each)}
              onClick={() => {
                onTone(each);
                setOpen(false);
                toggle.current?.focus();
              }}
            >
              {HAND + (TONES[each] ?? '')}
            </button>
          ))}
        </fieldset>
      ) : null}
      <button
        ref={toggle}
        type="button"
        aria-expanded={isOpen}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!isOpen)}
      >
        {HAND + (TONES[tone] ?? '')}
      </button>
    </div>
  );
};
