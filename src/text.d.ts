// What the bundler makes of an import `with { type: 'text' }`.
declare module '*.sql' {
  const text: string;
  export default text;
}
