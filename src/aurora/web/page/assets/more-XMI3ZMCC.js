import{$ as G,H as _,J as V,L,M as P,N as R,O as S,P as z,Q as N,R as w,T,U as O,V as Y,W as H,a,b as k,c as s,e as o,g as x,h as E,i as q,j as d,k as h,l as D,m as c,n as p,o as f,r as W,v as y,w as u}from"./chunk-G2Q3SGJQ.js";function v(r,l,e,t={}){return s`<div class="field">
    <label for=${r}>${l}</label>
    ${e}
    ${t.wrong?s`<p class="wrong" id=${`${r}-says`} role="alert">${t.wrong}</p>`:t.hint?s`<p class="hint" id=${`${r}-says`}>${t.hint}</p>`:""}
  </div>`}var F=32<<20,Z="aurora-conversations.jsonl",J=10*6e4,M=class extends x{constructor(){super(...arguments);this.busy="";this.saving=!1;this.done="";this.wrong=""}async save(){this.done="",this.wrong="",this.saving=!0;try{Q(await c.export())}catch(e){this.wrong=p(e)}this.saving=!1,await this.updateComplete,this.renderRoot.querySelector("#export")?.focus()}async take(){let e=this.picker.files?.[0];this.done="",this.wrong="",e&&(e.size===0?this.wrong=`${e.name} is empty.`:e.size>F?this.wrong=`${e.name} is larger than the ${F>>20} MiB that the node takes at once. Split it between two lines.`:await this.send(e),this.picker.value="")}async send(e){this.busy=e.name;try{this.done=Y(await c.import(await A(e)))}catch(t){this.wrong=p(t)}this.busy="",await this.updateComplete,this.renderRoot.querySelector("#import")?.focus()}render(){return s`<section aria-labelledby="transfer">
      <div>
        <h2 id="transfer">Your conversations</h2>
        <p class="lead">Export writes all of them into one file. Import takes such a file in, here or on another node; doing it twice adds nothing.</p>
      </div>
      <div class="card">
        <div class="choices">
          <button class="button" id="export" ?disabled=${this.saving} @click=${this.save}>
            ${f("down",17)} ${this.saving?"Exporting…":"Export"}
          </button>
          <button
            class="button"
            id="import"
            aria-describedby="import-hint"
            ?disabled=${this.busy!==""}
            @click=${()=>this.picker.click()}
          >
            ${f("up",17)} ${this.busy?"Importing…":"Import…"}
          </button>
          <input type="file" accept=".jsonl,.ndjson,application/x-ndjson" aria-label="File to import" hidden @change=${this.take} />
        </div>
        <p class="hint" id="import-hint">A file that Export wrote, ${F>>20} MiB at most.</p>
        <div role="status">
          ${this.busy?s`<p class="notice" dir="auto">Reading ${this.busy} in…</p>`:this.done?s`<p class="notice">${this.done}</p>`:o}
        </div>
        ${this.wrong?s`<p class="notice bad" role="alert">${this.wrong}</p>`:o}
      </div>
    </section>`}};M.styles=[L,P,R,S,k` :host{display:block;height:auto;}.card{padding:1.25rem;}.hint{margin-top:0.75rem;}.notice{margin-top:1rem;}.choices{display:flex;flex-wrap:wrap;gap:0.5rem;}`],a([d()],M.prototype,"busy",2),a([d()],M.prototype,"saving",2),a([d()],M.prototype,"done",2),a([d()],M.prototype,"wrong",2),a([h("input")],M.prototype,"picker",2),M=a([E("au-transfer")],M);function Q(r){let l=document.createElement("a");l.href=URL.createObjectURL(r),l.download=Z,l.click(),setTimeout(()=>URL.revokeObjectURL(l.href),J)}async function A(r){try{return await r.text()}catch{throw new Error(`${r.name} cannot be read. Choose it again.`)}}var ee=[{scope:"models",says:"List models and ask them"},{scope:"chat",says:"Read and write my conversations"},{scope:"admin",says:"Everything my role allows, sessions and passwords excepted"}],g=class extends x{constructor(){super(...arguments);this.problem="";this.making=!1}connectedCallback(){super.connectedCallback(),this.load()}async load(){try{let[e,t]=await Promise.all([c.sessions(),c.keys()]);this.sessions=e.sessions,this.keys=t.keys,this.problem=""}catch(e){this.problem=p(e)}}async act(e,t){try{await e(),u.show(t)}catch(i){u.error(p(i))}await this.load()}end(e){e.current?V():this.act(()=>c.endSession(e.id),`The session on ${e.device} is over.`)}sessionsPart(){let e=this.sessions;return e?s`<section aria-labelledby="sessions">
      <div class="head">
        <h2 id="sessions">Where you are signed in</h2>
        ${e.length>1?s`<button class="button small" @click=${()=>{this.act(()=>c.endOtherSessions(),"All other sessions are over.")}}>
              Sign out everywhere else
            </button>`:o}
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="sessions">
        <table>
          <thead>
            <tr>
              <th scope="col">Device</th>
              <th scope="col" class="wide">Signed in</th>
              <th scope="col">Last used</th>
              <th scope="col"><span class="unseen">End</span></th>
            </tr>
          </thead>
          <tbody>
            ${e.map(t=>s`<tr>
                <td>
                  <span class="name">${t.device||"Unknown device"}</span>
                  ${t.current?s`<span class="badge ok">this one</span>`:o}
                  <span class="detail">${t.address}</span>
                </td>
                <td class="tight faint wide">${w(t.created)}</td>
                <td class="tight faint" title=${w(t.lastUsed)}>${T(t.lastUsed)}</td>
                <td class="tight">
                  <button class="button small danger" aria-label=${`Sign out ${t.device}`} @click=${()=>this.end(t)}>Sign out</button>
                </td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`:this.problem?o:s`<div class="ghost"></div>`}keysPart(){let e=this.keys;return e?s`<section aria-labelledby="keys">
      <div class="head">
        <div>
          <h2 id="keys">API keys</h2>
          <p class="lead">For programs. Any OpenAI client works with one: base address <code>${location.origin}/v1</code></p>
        </div>
        <button class="button small primary" @click=${this.begin}>${f("plus",16)} New key</button>
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="keys">
        ${e.length===0?s`<p class="empty">No keys yet.</p>`:s`<table>
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">May</th>
                  <th scope="col" class="wide">Made</th>
                  <th scope="col" class="wide">Last used</th>
                  <th scope="col"><span class="unseen">Revoke</span></th>
                </tr>
              </thead>
              <tbody>
                ${e.map(t=>s`<tr>
                    <td><span class="name" dir="auto">${t.name}</span><span class="detail"><code>${t.hint}…</code></span></td>
                    <td>${t.scopes.map(i=>s`<span class="badge plain">${i}</span> `)}</td>
                    <td class="tight faint wide">${w(t.created)}</td>
                    <td class="tight faint wide">${t.lastUsed?T(t.lastUsed):"never"}</td>
                    <td class="tight">
                      <button class="button small danger" aria-label=${`Revoke ${t.name}`} @click=${()=>this.leaving=t}>Revoke</button>
                    </td>
                  </tr>`)}
              </tbody>
            </table>`}
      </div>
    </section>`:o}async begin(){this.made=void 0,this.wrong=void 0,this.making=!0,await this.updateComplete,this.keyName.focus()}async make(e){e.preventDefault();let t=this.keyName.value.trim(),i=[...this.renderRoot.querySelectorAll("[name=scope]:checked")].map(n=>n.value);if(t==="")this.wrong={field:"name",says:"Give it a name, such as the program that uses it."};else if(i.length===0)this.wrong={field:"name",says:"Allow it at least one thing."};else try{this.made=await c.addKey({name:t,scopes:i}),await this.load()}catch(n){this.wrong={field:"name",says:p(n)}}}makingDialog(){let e=this.made;return s`<au-dialog
      heading=${e?"Your new key":"New API key"}
      ?open=${this.making}
      @closed=${()=>{this.making=!1,this.made=void 0}}
    >
      ${this.making?e?s`<div class="form">
              <p class="notice">This is the only time it is shown. Copy it to where it is needed now.</p>
              <div class="secret">
                <code>${e.secret}</code>
                <button class="button small primary" @click=${()=>{_(e.secret,"The key is copied.")}}>${f("copy",15)} Copy</button>
              </div>
              <div class="end"><button class="button" @click=${()=>this.making=!1}>Done</button></div>
            </div>`:s`<form class="form" @submit=${this.make} novalidate>
              ${v("key-name","Name",s`<input id="key-name" maxlength="64" autocomplete="off" dir="auto" />`,this.wrong?{wrong:this.wrong.says}:{})}
              <fieldset>
                <legend>It may</legend>
                ${ee.filter(({scope:t})=>t!=="admin"||y.admin).map(({scope:t,says:i})=>s`<label><input type="checkbox" name="scope" value=${t} ?checked=${t==="models"} /> ${i}</label>`)}
              </fieldset>
              <div class="end">
                <button type="button" class="button" @click=${()=>this.making=!1}>Cancel</button>
                <button class="button primary">Make the key</button>
              </div>
            </form>`:o}
    </au-dialog>`}leavingDialog(){let e=this.leaving,t=()=>this.leaving=void 0;return s`<au-dialog heading="Revoke this key?" ?open=${e!==void 0} @closed=${t}>
      <div class="form">
        <p>Programs that use <b>${e?.name}</b> are refused from now on. This cannot be undone.</p>
        <div class="end">
          <button class="button" @click=${t}>Keep it</button>
          <button
            class="button danger"
            @click=${()=>{t(),this.act(()=>c.revokeKey(e.id),`${e.name} is revoked.`)}}
          >
            Revoke
          </button>
        </div>
      </div>
    </au-dialog>`}async change(e){e.preventDefault(),this.wrong=void 0;let{level:t}=H(this.next.value);if(this.current.value===""?this.wrong={field:"current",says:"Type your present password."}:t===0&&(this.wrong={field:"next",says:"Use 12 characters or more."}),!this.wrong)try{await c.changePassword({current:this.current.value,next:this.next.value}),this.current.value="",this.next.value="",u.show("Your password is changed. All other sessions are over."),await this.load()}catch(i){this.wrong={field:i instanceof D&&i.field==="next"?"next":"current",says:p(i)}}}passwordPart(){let e=t=>this.wrong?.field===t?{wrong:this.wrong.says}:{};return s`<section aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form class="card form password" @submit=${this.change} novalidate>
        <input type="text" name="username" autocomplete="username" .value=${y.me?.name??""} hidden />
        ${v("current","Present password",s`<input id="current" type="password" autocomplete="current-password" />`,e("current"))}
        ${v("next","New password",s`<input id="next" type="password" autocomplete="new-password" />`,{hint:"12 characters or more. All other sessions end.",...e("next")})}
        <div><button class="button">Change the password</button></div>
      </form>
    </section>`}render(){return s`<au-top heading="Account"></au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>Try again</button></p>`:o}
          ${this.sessionsPart()} ${this.keysPart()} <au-transfer></au-transfer> ${this.passwordPart()}
        </div>
      </div>
      ${this.makingDialog()} ${this.leavingDialog()}`}};g.styles=[L,P,R,S,k` .name{font-weight:580;}.detail{display:block;font-size:0.87rem;color:var(--text-3);}.form{display:grid;gap:1rem;}.password{padding:1.25rem;max-width:26rem;}fieldset{border:0;margin:0;padding:0;display:grid;}legend{padding:0 0 0.375rem;font-weight:550;font-size:0.92rem;}fieldset label{display:flex;align-items:center;gap:0.75rem;min-height:max(34px,var(--touch));}input[type='checkbox']{width:18px;height:18px;accent-color:var(--accent);flex:none;}.secret{display:flex;align-items:center;gap:0.5rem;padding:0.5rem 0.5rem 0.5rem 0.875rem;border:1px solid var(--line);border-radius:var(--radius-small);background:var(--bg-soft);}.secret code{flex:1;min-width:0;overflow-wrap:anywhere;background:none;padding:0;}.end{display:flex;justify-content:flex-end;gap:0.5rem;margin-top:0.25rem;}`],a([d()],g.prototype,"sessions",2),a([d()],g.prototype,"keys",2),a([d()],g.prototype,"problem",2),a([d()],g.prototype,"making",2),a([d()],g.prototype,"made",2),a([d()],g.prototype,"leaving",2),a([d()],g.prototype,"wrong",2),a([h("#key-name")],g.prototype,"keyName",2),a([h("#current")],g.prototype,"current",2),a([h("#next")],g.prototype,"next",2),g=a([E("au-account")],g);var te=["name","url","key"],b=class extends x{constructor(){super(...arguments);this.engines=[];this.adding=!1;this.busy=!1;this.reads=new W(this,y)}changed(){G.load().catch(()=>{}),this.dispatchEvent(new CustomEvent("changed"))}async begin(){this.wrong=void 0,this.adding=!0,await this.updateComplete,this.name.focus()}async refuse(e,t){this.wrong={field:e,says:t},await this.updateComplete,e!==""&&this.renderRoot.querySelector(`#${e}`)?.focus()}async add(e){if(e.preventDefault(),this.busy)return;let t=this.name.value.trim(),i=this.url.value.trim(),n=this.key.value.trim();if(this.wrong=void 0,t==="")return this.refuse("name","Give it a name, such as the machine it runs on.");if(i==="")return this.refuse("url","Give its address, such as http://192.168.1.20:11434.");this.busy=!0;try{let $=await c.addEngine(n===""?{name:t,url:i}:{name:t,url:i,key:n});this.adding=!1;let I=$.models.length;u.show(`${$.name} is added${I>0?`, with ${O(I,"model")}`:""}.`),this.changed()}catch($){let I=$ instanceof D?te.find(j=>j===$.field):void 0;await this.refuse(I??"",p($))}finally{this.busy=!1}}async takeAway(e){this.leaving=void 0;try{await c.removeEngine(e.name),u.show(`${e.name} is removed.`)}catch(t){u.error(p(t))}this.changed(),await this.updateComplete,this.renderRoot.querySelector("#add")?.focus()}engine(e){return s`<article class="card engine" aria-label=${e.name}>
      <div class="head">
        <span class="name">${e.name}</span>
        <span class="badge ${e.ready?"ok":"bad"}">${e.ready?"ready":"away"}</span>
      </div>
      <div>
        <span class="detail">${e.kind}${e.url?` · ${e.url}`:e.kind==="embedded"?", inside this node":""}</span>
        ${e.detail?s`<span class="detail">${e.detail}</span>`:o}
        ${e.leftOut.length>0?s`<span class="detail">Models left out: ${e.leftOut.join("; ")}</span>`:o}
      </div>
      ${e.models.length===0?s`<p class="detail">No models.</p>`:s`<ul>
            ${e.models.map(t=>s`<li>
                <span
                  >${t.name}${t.purpose==="guide"?s` <span class="faint">guide</span>`:o}${t.purpose==="embedding"?s` <span class="faint">embeddings</span>`:o}</span
                >
                <span class="faint size">${[t.sizeBytes>0?N(t.sizeBytes):"",t.loaded?"loaded":""].filter(Boolean).join(" · ")}</span>
              </li>`)}
          </ul>`}
      ${e.added&&y.admin?s`<div class="end">
            <button class="button small danger" aria-label=${`Remove ${e.name}`} @click=${()=>this.leaving=e}>Remove</button>
          </div>`:o}
    </article>`}addingDialog(){let e=i=>this.wrong?.field===i?{wrong:this.wrong.says}:{},t=i=>this.wrong?.field===i;return s`<au-dialog heading="Add an engine" ?open=${this.adding} @closed=${()=>this.adding=!1}>
      ${this.adding?s`<form class="form" @submit=${this.add} novalidate>
            ${v("name","Name",s`<input
                id="name"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="40"
                aria-describedby="name-says"
                aria-invalid=${t("name")}
              />`,{hint:"Such as the machine it runs on.",...e("name")})}
            ${v("url","Address",s`<input
                id="url"
                type="text"
                inputmode="url"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="300"
                placeholder="http://192.168.1.20:11434"
                aria-describedby="url-says"
                aria-invalid=${t("url")}
              />`,{hint:"As this node reaches it: Ollama, llama.cpp, vLLM, or anything that speaks OpenAI’s API.",...e("url")})}
            ${v("key","Key, if it wants one",s`<input
                id="key"
                type="password"
                autocomplete="new-password"
                maxlength="1000"
                aria-describedby="key-says"
                aria-invalid=${t("key")}
              />`,{hint:"Kept sealed on this node and never shown again.",...e("key")})}
            ${this.wrong?.field===""?s`<p class="notice bad" role="alert">${this.wrong.says}</p>`:o}
            <div class="end">
              <button type="button" class="button" @click=${()=>this.adding=!1}>Cancel</button>
              <button class="button primary" aria-disabled=${this.busy}>${this.busy?"Asking it…":"Add"}</button>
            </div>
          </form>`:o}
    </au-dialog>`}leavingDialog(){let e=this.leaving,t=()=>this.leaving=void 0;return s`<au-dialog heading="Remove this engine?" ?open=${e!==void 0} @closed=${t}>
      <div class="form">
        <p>
          Nothing more is rendered by <b>${e?.name}</b>, and its key is forgotten. The engine itself keeps running; it can be added again.
        </p>
        <div class="end">
          <button class="button" @click=${t}>Keep it</button>
          <button class="button danger" @click=${()=>{this.takeAway(e)}}>Remove</button>
        </div>
      </div>
    </au-dialog>`}render(){return this.reads,this.engines.length===0&&!y.admin?o:s`<section aria-labelledby="engines">
        <div class="head">
          <h2 id="engines">Engines</h2>
          ${y.admin?s`<button class="button small primary" id="add" @click=${this.begin}>${f("plus",16)} Add an engine</button>`:o}
        </div>
        ${this.engines.length===0?s`<p class="card empty">No engine yet.</p>`:s`<div class="engines">${this.engines.map(e=>this.engine(e))}</div>`}
      </section>
      ${this.addingDialog()} ${this.leavingDialog()}`}};b.styles=[L,P,R,S,k` :host{display:block;height:auto;}.name{font-weight:580;overflow-wrap:anywhere;}.detail{display:block;font-size:0.87rem;color:var(--text-3);overflow-wrap:anywhere;}.engines{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(20rem,100%),1fr));gap:0.75rem;}.engine{padding:1rem;display:grid;grid-template-rows:auto auto 1fr;gap:0.75rem;}.engine .head{flex-wrap:nowrap;}.engine li{display:flex;justify-content:space-between;gap:1rem;padding:0.375rem 0;border-top:1px solid var(--line);font-size:0.93rem;}.engine li span:first-child{overflow-wrap:anywhere;}.size{white-space:nowrap;}.form{display:grid;gap:1rem;}.end{display:flex;justify-content:flex-end;gap:0.5rem;}b{overflow-wrap:anywhere;}`],a([q({attribute:!1})],b.prototype,"engines",2),a([d()],b.prototype,"adding",2),a([d()],b.prototype,"busy",2),a([d()],b.prototype,"wrong",2),a([d()],b.prototype,"leaving",2),a([h("#name")],b.prototype,"name",2),a([h("#url")],b.prototype,"url",2),a([h("#key")],b.prototype,"key",2),b=a([E("au-engines")],b);function X(r){let l=[],e=[];r.node&&l.push(["This machine",r.node]),r.since&&l.push(["Running since",`${w(r.since)} (${T(r.since)})`]);let t=r.diskFreeBytes;typeof t=="number"&&l.push(["Room on its disk",`${N(t)} free`]),r.version&&l.push(["Version",r.version]);for(let[i,n]of Object.entries(r))["node","version","since","state","ready","diskFreeBytes"].includes(i)||(i==="heapBytes"&&typeof n=="number"?e.push(["Memory that Aurora itself works with",N(n)]):typeof n=="number"&&i.endsWith("Bytes")?e.push([K(i.slice(0,-5)),N(n)]):typeof n=="number"?e.push([K(i),n.toLocaleString()]):(typeof n=="string"&&n!==""||typeof n=="boolean")&&e.push([K(i),String(n)]));return{facts:l,figures:e}}function K(r){let l=r.replace(/([a-z])([A-Z])/g,"$1 $2").replace(/_/g," ").toLowerCase();return l.slice(0,1).toUpperCase()+l.slice(1)}var se=5e3,ie={postgres:"Keeps conversations and settings",postgresql:"Keeps conversations and settings",redis:"Carries signals between parts of Aurora",ollama:"Runs models on this machine"};function U(r){let l=(r??"").toLowerCase();return/^(ready|running|up|ok|found|healthy|alive)$/.test(l)?"ok":/(not ready|backoff|start|load|wait|restart|degraded|warn|stopping|unpack)/.test(l)?"warn":/(fail|down|dead|error|broken|gone|unreachable)/.test(l)?"bad":""}var C=class extends x{constructor(){super(...arguments);this.engines=[];this.problem=""}connectedCallback(){super.connectedCallback(),this.load(),this.timer=setInterval(()=>{document.hidden||this.load()},se)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer)}async load(){let[e,t,i]=await Promise.allSettled([c.status(),c.engines(),c.decisions(30)]);e.status==="fulfilled"&&(this.status=e.value),t.status==="fulfilled"?this.engines=t.value.engines:this.status?.engines&&(this.engines=this.status.engines),i.status==="fulfilled"&&(this.decisions=i.value.decisions);let n=[e,t,i].find($=>$.status==="rejected");this.problem=n?p(n.reason):""}facts(){let e=this.status;if(!e)return this.problem?o:s`<div class="ghost"></div>`;let{facts:t,figures:i}=X(e),n=$=>$.map(([I,j])=>s`<div><dt>${I}</dt><dd>${j}</dd></div>`);return s`<div class="card node">
      <dl class="facts">${n(t)}</dl>
      ${i.length>0?s`<details class="figures"><summary>Figures</summary><dl class="facts">${n(i)}</dl></details>`:o}
    </div>`}programs(e){return s`<section aria-labelledby="programs">
      <h2 id="programs">Programs</h2>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="programs">
        <table>
          <thead>
            <tr>
              <th scope="col">Program</th>
              <th scope="col">State</th>
              <th scope="col">Since</th>
              <th scope="col" class="wide">Version</th>
            </tr>
          </thead>
          <tbody>
            ${e.map(t=>s`<tr>
                <td>
                  <span class="name">${t.name??"–"}</span>
                  <span class="detail">${ie[t.name??""]??""}</span>
                  ${this.inside(t)}
                </td>
                <td class="tight"><span class="badge ${U(t.state)}">${t.state??"unknown"}</span></td>
                <td class="tight faint" title=${w(t.since)}>${T(t.since)}</td>
                <td class="tight faint wide">${t.version||"–"}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`}inside(e){let t=[e.driver,e.address,e.detail].filter(Boolean).join(" · ");return t===""&&!e.lastLines?.length?o:s`<details ?open=${U(e.state)!=="ok"}>
      <summary>Details</summary>
      ${t===""?o:s`<span class="detail">${t}</span>`}
      ${e.lastLines?.length?s`<span class="detail">Last lines of its log:</span><pre tabindex="0">${e.lastLines.join(`
`)}</pre>`:o}
    </details>`}async why(e,t){this.looked=e,await this.updateComplete;let i=this.renderRoot.querySelector("au-why");await i.updateComplete,i.show(t)}foreseen(){let e=this.decisions;if(!e)return o;let t=e.filter(n=>n.actualMillis!==void 0&&B(n)!==void 0),i=t.filter(n=>n.actualMillis<=B(n).p90).length;return s`<section aria-labelledby="decisions">
      <div class="head">
        <h2 id="decisions">Latest answers</h2>
        ${t.length>0?s`<span class="lead">${i} of ${O(t.length,"answer")} came as soon as foreseen</span>`:o}
      </div>
      <div class="card scroll" tabindex="0" role="group" aria-labelledby="decisions">
        ${e.length===0?s`<p class="empty">Nothing was asked yet. Ask something, and where it was answered is listed here.</p>`:s`<table>
              <thead>
                <tr>
                  <th scope="col" class="wide">When</th>
                  <th scope="col" class="wide">Asked</th>
                  <th scope="col">Written by</th>
                  <th scope="col" class="number wide">Forecast</th>
                  <th scope="col" class="number wide" title="Nine out of ten answers take no longer">At most</th>
                  <th scope="col" class="number">Took</th>
                  <th scope="col"><span class="unseen">Reasons</span></th>
                </tr>
              </thead>
              <tbody>
                ${e.map(n=>this.decision(n))}
              </tbody>
            </table>`}
      </div>
    </section>`}decision(e){let t=B(e),i=t!==void 0&&e.actualMillis!==void 0&&e.actualMillis>t.p90;return s`<tr>
      <td class="tight faint wide">${w(e.at)}</td>
      <td class="wide">${e.asked}</td>
      <td>${e.chosen.engine} · ${e.chosen.model}</td>
      <td class="number wide">${t?z(t.p50):"–"}</td>
      <td class="number faint wide">${t?z(t.p90):"–"}</td>
      <td class="number">
        ${e.actualMillis===void 0?s`<span class="faint" title="It goes on, or it ended early"><span aria-hidden="true">–</span><span class="unseen">no end yet, or ended early</span></span>`:s`${z(e.actualMillis)}${i?s`<span class="unseen"> (later than foreseen)</span>`:o}`}
      </td>
      <td class="tight">
        <button
          class="button small"
          aria-haspopup="dialog"
          aria-expanded="false"
          @click=${n=>{this.why(e,n.currentTarget)}}
        >
          Why
        </button>
      </td>
    </tr>`}render(){let e=this.status,t=e?.state??(e?.ready===void 0?void 0:e.ready?"ready":"not ready");return s`<au-top heading="Status">
        ${t?s`<span slot="end" class="badge ${U(t)}">${t}</span>`:o}
      </au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem} <button class="button small" @click=${this.load}>${f("again",15)} Try again</button></p>`:o}
          ${e?.missing?.length?s`<p class="notice" role="status">This node waits for: ${e.missing.join("; ")}</p>`:o}
          ${this.facts()} ${e?.programs?.length?this.programs(e.programs):o}
          ${this.status||this.engines.length>0?s`<au-engines .engines=${this.engines} @changed=${()=>{this.load()}}></au-engines>`:o}
          ${this.foreseen()}
        </div>
      </div>
      <au-why .decision=${this.looked}></au-why>`}};C.styles=[L,P,R,S,k` .facts{display:flex;flex-wrap:wrap;gap:0.875rem 3rem;padding:1rem;}.facts dt{font-size:0.84rem;color:var(--text-3);}.facts dd{font-size:1.06rem;font-weight:600;overflow-wrap:anywhere;}.figures{margin:0;padding:0 1rem 0.75rem;}.figures .facts{padding:0.5rem 0 0;}.name{font-weight:580;}.detail{display:block;font-size:0.87rem;color:var(--text-3);overflow-wrap:anywhere;}details{margin-top:0.25rem;font-size:0.87rem;color:var(--text-3);}summary{width:fit-content;min-height:calc(var(--touch) - 12px);cursor:pointer;border-radius:5px;}pre{max-height:14rem;margin:0.375rem 0 0;padding:0.625rem 0.75rem;overflow:auto;border-radius:var(--radius-small);background:var(--code-bg);font:0.8rem/1.5 var(--mono);white-space:pre-wrap;overflow-wrap:anywhere;}td .button{min-width:5.5rem;}`],a([d()],C.prototype,"status",2),a([d()],C.prototype,"engines",2),a([d()],C.prototype,"decisions",2),a([d()],C.prototype,"problem",2),a([d()],C.prototype,"looked",2),C=a([E("au-status")],C);function B(r){return r.candidates.find(l=>l.place.engine===r.chosen.engine&&l.place.model===r.chosen.model&&l.place.node===r.chosen.node)?.forecast}var ae=[{role:"member",says:"chats and makes own keys"},{role:"admin",says:"also adds engines and members"},{role:"owner",says:"may do everything"}],m=class extends x{constructor(){super(...arguments);this.problem="";this.adding=!1}connectedCallback(){super.connectedCallback(),this.load()}async load(){try{this.users=(await c.users()).users,this.problem=""}catch(e){this.problem=p(e)}}roles(){return ae.filter(({role:e})=>y.me?.role==="owner"||e==="member")}async change(e,t,i){try{await c.changeUser(e.id,t),u.show(i)}catch(n){u.error(p(n))}await this.load()}open(e,t){this.menu.items=[...this.roles().map(({role:i,says:n})=>({label:i.slice(0,1).toUpperCase()+i.slice(1),hint:n,checked:e.role===i,run:()=>{e.role!==i&&this.change(e,{role:i},`${e.name} is ${i} now.`)}})),{label:"New password …",icon:"key",apart:!0,run:()=>{this.wrong=void 0,this.resetting=e}},{label:e.disabled?"Let in again":"Disable",icon:e.disabled?"check":"close",danger:!e.disabled,run:()=>{this.change(e,{disabled:!e.disabled},e.disabled?`${e.name} may sign in again.`:`${e.name} is disabled and signed out everywhere.`)}},...y.me?.role==="owner"?[{label:"Remove …",icon:"trash",danger:!0,run:()=>{this.leaving=e}}]:[]],this.menu.updateComplete.then(()=>this.menu.show(t))}async begin(){this.wrong=void 0,this.adding=!0,await this.updateComplete,this.name.focus()}async add(e){e.preventDefault();let t=this.name.value.trim(),i=this.password.value;if(this.wrong=void 0,t===""?this.wrong={field:"name",says:"Choose a name to sign in with."}:H(i).level===0&&(this.wrong={field:"password",says:"Use 12 characters or more."}),!this.wrong)try{await c.addUser({name:t,password:i,role:this.chosen.value}),this.adding=!1,u.show(`${t} can sign in now.`),await this.load()}catch(n){this.wrong={field:n instanceof D&&n.field==="password"?"password":"name",says:p(n)}}}row(e){let t=e.id===y.me?.id;return s`<tr class=${e.disabled?"off":""}>
      <td><span class="name" dir="auto">${e.name}</span> ${t?s`<span class="faint">you</span>`:o}</td>
      <td class="tight"><span class="badge plain">${e.role}</span></td>
      <td class="tight">
        <span class="badge ${e.disabled?"warn":"ok"}">${e.disabled?"disabled":"may sign in"}</span>
      </td>
      <td class="tight faint wide">${w(e.created)}</td>
      <td class="tight">
        <button
          class="icon"
          aria-label=${`Change ${e.name}`}
          aria-haspopup="menu"
          aria-expanded="false"
          ?disabled=${t}
          @click=${i=>this.open(e,i.currentTarget)}
        >
          ${f("more")}
        </button>
      </td>
    </tr>`}async reset(e){e.preventDefault();let t=this.resetting,i=this.next.value;if(this.wrong=void 0,H(i).level===0&&(this.wrong={field:"next",says:"Use 12 characters or more."}),!this.wrong)try{await c.changeUser(t.id,{password:i}),this.resetting=void 0,u.show(`${t.name} has a new password and is signed out everywhere.`)}catch(n){this.wrong={field:"next",says:p(n)}}}resetDialog(){let e=this.resetting,t=()=>this.resetting=void 0;return s`<au-dialog heading=${e?`New password for ${e.name}`:""} ?open=${e!==void 0} @closed=${t}>
      ${e?s`<form class="form" @submit=${this.reset} novalidate>
            ${v("next","New password",s`<input id="next" type="text" autocomplete="off" spellcheck="false" autofocus />`,{hint:"12 characters or more. Tell it in person; it can be changed after signing in.",...this.wrong?.field==="next"?{wrong:this.wrong.says}:{}})}
            <div class="end">
              <button type="button" class="button" @click=${t}>Cancel</button>
              <button class="button primary">Set</button>
            </div>
          </form>`:o}
    </au-dialog>`}async expel(e){this.leaving=void 0;try{await c.removeUser(e.id),u.show(`${e.name} is removed.`)}catch(t){u.error(p(t))}await this.load()}leavingDialog(){let e=this.leaving,t=()=>this.leaving=void 0;return s`<au-dialog heading=${e?`Remove ${e.name}?`:""} ?open=${e!==void 0} @closed=${t}>
      <div class="form">
        <p>
          Sessions and keys end. The conversations stay on this node, but nobody can open them any more: let
          <b dir="auto">${e?.name}</b> export them first. This cannot be undone.
        </p>
        <div class="end">
          <button class="button" @click=${t}>Keep</button>
          <button class="button danger" @click=${()=>{this.expel(e)}}>Remove</button>
        </div>
      </div>
    </au-dialog>`}dialog(){let e=t=>this.wrong?.field===t?{wrong:this.wrong.says}:{};return s`<au-dialog heading="New user" ?open=${this.adding} @closed=${()=>this.adding=!1}>
      ${this.adding?s`<form class="form" @submit=${this.add} novalidate>
            ${v("name","Name",s`<input id="name" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" dir="auto" />`,e("name"))}
            ${v("password","First password",s`<input id="password" type="text" autocomplete="off" spellcheck="false" />`,{hint:"12 characters or more. Tell it in person; it can be changed after signing in.",...e("password")})}
            ${v("role","Role",s`<select id="role">
                ${this.roles().map(({role:t,says:i})=>s`<option value=${t}>${t}: ${i}</option>`)}
              </select>`)}
            <div class="end">
              <button type="button" class="button" @click=${()=>this.adding=!1}>Cancel</button>
              <button class="button primary">Add</button>
            </div>
          </form>`:o}
    </au-dialog>`}render(){return s`<au-top heading="Users"></au-top>
      <div class="body">
        <div class="column">
          ${this.problem?s`<p class="notice bad" role="status">${this.problem}</p>`:o}
          ${this.users?s`<section aria-labelledby="users">
                <div class="head">
                  <h2 id="users">Who may use this node</h2>
                  <button class="button small primary" @click=${this.begin}>${f("plus",16)} New user</button>
                </div>
                <div class="card scroll" tabindex="0" role="group" aria-labelledby="users">
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">Name</th>
                        <th scope="col">Role</th>
                        <th scope="col">State</th>
                        <th scope="col" class="wide">Since</th>
                        <th scope="col"><span class="unseen">Change</span></th>
                      </tr>
                    </thead>
                    <tbody>
                      ${this.users.map(e=>this.row(e))}
                    </tbody>
                  </table>
                </div>
              </section>`:this.problem?o:s`<div class="ghost"></div>`}
        </div>
      </div>
      ${this.dialog()} ${this.resetDialog()} ${this.leavingDialog()}
      <au-menu label="User"></au-menu>`}};m.styles=[L,P,R,S,k` .name{font-weight:580;}.form{display:grid;gap:1rem;}.end{display:flex;justify-content:flex-end;gap:0.5rem;}.off .name{color:var(--text-3);text-decoration:line-through;}`],a([d()],m.prototype,"users",2),a([d()],m.prototype,"problem",2),a([d()],m.prototype,"adding",2),a([d()],m.prototype,"resetting",2),a([d()],m.prototype,"leaving",2),a([d()],m.prototype,"wrong",2),a([h("#name")],m.prototype,"name",2),a([h("#password")],m.prototype,"password",2),a([h("#next")],m.prototype,"next",2),a([h("#role")],m.prototype,"chosen",2),a([h("au-menu")],m.prototype,"menu",2),m=a([E("au-users")],m);
