// A form: sends once, and shows at each field what is wrong with it.
import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { emptyMistakes } from '../../../i18n/form-checks';
import type { FieldMistakes } from '../../../i18n/form-errors';
import { FormError, fieldErrorsOf } from '../../../i18n/form-errors';
import { useCore } from '../use-app';

interface Props {
  submit: string;
  /** What can be found wrong before anything is sent. */
  check?: () => FieldMistakes | Promise<FieldMistakes>;
  onSubmit: () => Promise<unknown>;
  /** Somebody types, or the browser fills it in. */
  onInput?: () => void;
  kind?: string;
  /** Which field an error is about, by its meaning, if the meaning alone does not say it. */
  about?: Record<string, string>;
  children: ComponentChildren;
}

interface Failure {
  error: unknown;
  names: string[];
  /** Fields that were changed since. */
  corrected: string[];
}

/** The error of a field, and how a field says that it was changed. */
export const FieldErrors = createContext({
  of: (_name: string): string => '',
  clear: (_name: string): void => {},
});

const fieldsOf = (form: HTMLFormElement) =>
  [...form.elements].filter(
    (each) => each instanceof HTMLInputElement && each.name !== '',
  ) as HTMLInputElement[];

/** Shows each error at its field and the rest beside the button; the input stays. */
export const Form = (props: Props) => {
  const { submit, check, onSubmit, onInput, kind = 'primary', about = {}, children } = props;
  const { t, explain } = useCore();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const pressed = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    // Whoever types in another field by now goes on there.
    const { activeElement } = document;
    const isThere = activeElement === document.body || activeElement === pressed.current;
    if (isThere && failure?.corrected.length === 0) {
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    }
  }, [failure]);
  useLayoutEffect(() => {
    // A button that can't be pressed for a while has lost the focus.
    if (!isBusy && document.activeElement === document.body) pressed.current?.focus();
  }, [isBusy]);
  const send = async (event: Event) => {
    event.preventDefault();
    pressed.current = document.activeElement as HTMLElement | null;
    const fields = form.current ? fieldsOf(form.current) : [];
    setBusy(true);
    setFailure(null);
    try {
      const mistakes = { ...(await check?.()), ...emptyMistakes(fields) };
      if (Object.keys(mistakes).length > 0) throw new FormError(mistakes);
      await onSubmit();
    } catch (error) {
      setFailure({ error, names: fields.map(({ name }) => name), corrected: [] });
    }
    setBusy(false);
  };
  const { fields, rest } = failure
    ? fieldErrorsOf(failure.error, { names: failure.names, about }, t.value, explain)
    : { fields: {}, rest: '' };
  const errors = {
    of: (name: string) => (failure?.corrected.includes(name) ? '' : (fields[name] ?? '')),
    clear(name: string) {
      if (failure && fields[name])
        setFailure({ ...failure, corrected: [...failure.corrected, name] });
    },
  };
  return (
    <form class="form" ref={form} noValidate onSubmit={send} {...(onInput && { onInput })}>
      <FieldErrors.Provider value={errors}>{children}</FieldErrors.Provider>
      <p class="field-error" role="alert">
        {rest}
      </p>
      <button type="submit" class={kind} disabled={isBusy}>
        {isBusy ? t.value.ui.working : submit}
      </button>
    </form>
  );
};
