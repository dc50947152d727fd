// How the pages of an export look: the paper and the green of the client, in what browsers have had for
// years.
export const LOOK = `
:root{color-scheme:light dark;--paper:#f5f3ed;--surface:#fdfcf9;--line:#e3ded3;--ink:#1d2321;--soft:#59625d;--accent:#1f6a5c;--mine:#d6e9e2;--theirs:#fff;--warm:#7a4d00;--warm-soft:#faf0da}
@media (prefers-color-scheme:dark){:root{--paper:#131615;--surface:#191d1b;--line:#2f3633;--ink:#e8ebe8;--soft:#a4aea8;--accent:#7fcab6;--mine:#234439;--theirs:#232926;--warm:#e6bd72;--warm-soft:#3a2f17}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:46rem;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .25rem}
h2{font-size:1.05rem;margin:2rem 0 .5rem}
p{margin:0 0 .75rem}
a{color:var(--accent)}
.soft,time{color:var(--soft);font-size:.8125rem}
nav{display:flex;flex-wrap:wrap;gap:.5rem 1rem;margin:1rem 0}
ol,ul{list-style:none;margin:0;padding:0}
.day{margin:1.5rem 0 .75rem;text-align:center;color:var(--soft);font-size:.8125rem;font-weight:600}
.message{display:flex;flex-direction:column;width:fit-content;max-width:85%;margin:.35rem 0;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.9rem;background:var(--theirs)}
.message.mine{margin-left:auto;background:var(--mine)}
.message.call{margin-left:auto;margin-right:auto;background:none;color:var(--soft)}
.message:target{outline:3px solid var(--accent)}
.text{white-space:pre-wrap}
.who{font-weight:600;font-size:.8125rem;color:var(--accent)}
.quote{display:block;border-left:3px solid var(--accent);padding-left:.5rem;margin-bottom:.25rem;color:var(--soft);font-size:.875rem;text-decoration:none}
.foot{align-self:flex-end;color:var(--soft);font-size:.75rem}
.reactions{font-size:.875rem}
.caution{background:var(--warm-soft);color:var(--warm);border-radius:.6rem;padding:.5rem .75rem}
img,video{display:block;max-width:100%;max-height:30rem;border-radius:.6rem;margin-bottom:.25rem}
.album{display:flex;flex-direction:column;gap:3px;width:30rem;max-width:100%;margin-bottom:.25rem}
.row{display:flex;gap:3px}
.tile{flex:var(--ratio) 1 0;min-width:0;aspect-ratio:var(--ratio);overflow:hidden;border-radius:.35rem}
.tile:target{outline:3px solid var(--accent)}
.tile img,.tile video{width:100%;height:100%;max-height:none;margin:0;border-radius:0;object-fit:cover}
.tile .caution{height:100%;margin:0;border-radius:0;font-size:.75rem;overflow:auto}
audio{width:18rem;max-width:100%}
pre{white-space:pre-wrap;margin:0}
code{font:.875em ui-monospace,monospace}
.list li{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;padding:.65rem 0;border-bottom:1px solid var(--line)}
`.replace(/\n/g, '');
