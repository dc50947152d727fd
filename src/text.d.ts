// What the bundler makes of an import `with { type: 'text' }`.
declare module '*.sql' {
  const text: string;
  export default text;
}

declare module 'swagger-ui-dist/*' {
  const path: string;
  export default path;
}

declare module '*.txt' {
  const text: string;
  export default text;
}

declare module '*.css' {}
