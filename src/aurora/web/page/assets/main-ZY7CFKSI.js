import{b as oe,c as we,d as Oe,e as De,f as Be}from"./chunk-PUBGJ6MC.js";import{A as y,B as Q,C as V,D as fe,E as He,F as qe,G as se,H as ze,I as Re,J as _e,K as w,L as M,M as de,O as je,P as Ie,R as ce,V as be,W as Ne,X as J,Y as S,a as x,b as s,c as Ee,d as p,e as Te,f,g as b,h as H,i as v,j as m,k as le,l as A,m as U,n as h,o as q,p as Me,q as T,r as z,s as Se,t as L,u,v as j,w as k,x as Le,y as Ce,z as l}from"./chunk-GF5BGTEB.js";import{c as o}from"./chunk-2F7OHIF6.js";var it=[["Enter","Send"],["Shift+Enter","Line break"],["Esc","Stop the answer"],["↑","Edit the last message (in an empty field)"],["Mod+K","Search and commands"],["Mod+Shift+O","New chat"],["Mod+Shift+S","Show or hide the sidebar"],["Mod+Shift+C","Copy the last answer"],["Mod+/","This list"]],ae=class extends f{constructor(){super(...arguments);this.reads=new T(this,y)}render(){return this.reads,s`<au-dialog heading="Keyboard shortcuts" ?open=${y.keys} @closed=${()=>y.set({keys:!1})}>
      <dl>
        ${it.map(([e,t])=>s`<div><dt>${t}</dt><dd><kbd>${V(e)}</kbd></dd></div>`)}
      </dl>
    </au-dialog>`}};ae.styles=[w,x` div{display:flex;align-items:center;justify-content:space-between;gap:1rem;min-height:40px;border-bottom:1px solid var(--line);}div:last-child{border-bottom:0;}kbd{padding:0.15rem 0.5rem;border:1px solid var(--line);border-bottom-width:2px;border-radius:7px;background:var(--bg-soft);font:0.87rem var(--font);white-space:nowrap;}`],ae=o([b("au-keys")],ae);var rt=150,Pe=6,Ue=200;function st(a){return a.split("").map((n,e)=>{if(e===0)return s`${n}`;let[t,i]=n.split("");return s`<mark>${t}</mark>${i??""}`})}var O=class extends f{constructor(){super(...arguments);this.words="";this.hits=[];this.at=0;this.searching=!1;this.reads=new T(this,y,k)}updated(){y.palette&&!this.dialog.open?(this.words="",this.hits=[],this.at=0,this.field.value="",this.dialog.showModal(),this.field.focus()):!y.palette&&this.dialog.open&&this.dialog.close(),Me(this,y.palette)}entries(){let e=this.words.trim().toLowerCase(),t=d=>e.split(/\s+/).every(g=>d.toLowerCase().includes(g)),i=k.list.filter(d=>t(d.title)),r=i.slice(0,Pe).map(d=>({id:`c-${d.id}`,group:e===""?"Recent":"Conversations",icon:"clock",name:d.title||"New chat",detail:ce(d.changed),run:()=>z.go(`/c/${d.id}`)})),c=new Set(i.slice(0,Pe).map(d=>d.id));for(let d of this.hits)d.message===void 0&&c.has(d.conversation)||r.push({id:`h-${d.message??d.conversation}`,group:"Found in messages",icon:"search",name:d.title||"New chat",detail:d.excerpt,run:()=>d.message===void 0?z.go(`/c/${d.conversation}`):l.reveal(d.conversation,d.message)});for(let d of ze().filter(g=>t(g.name))){let g={id:`k-${d.name}`,group:"Commands",icon:d.icon,name:d.name,run:d.run};d.keys&&(g.keys=V(d.keys)),r.push(g)}return r}typed(){this.words=this.field.value,this.at=0,clearTimeout(this.timer);let e=this.words.trim().slice(0,Ue);if(e===""){this.hits=[],this.searching=!1;return}this.searching=!0,this.timer=setTimeout(async()=>{let t=await A.search(e).catch(()=>({hits:[]}));this.words.trim().slice(0,Ue)===e&&(this.hits=t.hits,this.searching=!1)},rt)}key(e){let t=this.entries();if(e.key==="ArrowDown"||e.key==="ArrowUp")e.preventDefault(),this.at=(this.at+(e.key==="ArrowDown"?1:-1)+t.length)%Math.max(1,t.length),this.updateComplete.then(()=>this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({block:"nearest"}));else if(e.key==="Enter"&&!e.isComposing){e.preventDefault();let i=t[this.at];i&&this.pick(i)}}pick(e){y.set({palette:!1}),this.dialog.close(),e.run()}press(e){e.target===this.dialog&&this.dialog.close()}render(){this.reads;let e=y.palette?this.entries():[],t="";return s`<dialog
      aria-label="Search and commands"
      @close=${()=>y.palette&&y.set({palette:!1})}
      @mousedown=${this.press}
      @keydown=${this.key}
    >
      <div class="ask">
        ${h("search")}
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="results"
          aria-autocomplete="list"
          aria-activedescendant=${e[this.at]?`e-${this.at}`:p}
          aria-label="Search conversations and commands"
          placeholder="Search conversations and commands"
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          @input=${this.typed}
        />
      </div>
      <div class="results" id="results" role="listbox" aria-label="Results" tabindex="-1">
        ${e.map((i,r)=>{let c=i.group===t?p:s`<div class="group" role="presentation">${i.group}</div>`;return t=i.group,s`${c}
            <div
              class="entry"
              id="e-${r}"
              role="option"
              aria-selected=${r===this.at}
              @click=${()=>this.pick(i)}
              @mousemove=${()=>r!==this.at&&(this.at=r)}
            >
              ${h(i.icon,18)}
              <span class="name" dir="auto"
                >${i.name}${i.detail?s`<span class="detail" dir="auto">${st(i.detail)}</span>`:p}</span
              >
              ${i.keys?s`<kbd>${i.keys}</kbd>`:p}
            </div>`})}
      </div>
      ${e.length===0?s`<p class="none" role="status">${this.searching?"Searching…":"Nothing found."}</p>`:p}
    </dialog>`}};O.styles=[w,x` dialog{width:min(40rem,calc(100vw - 1.5rem));margin-top:min(14vh,8rem);max-height:min(34rem,76dvh);padding:0;border:1px solid var(--line);border-radius:18px;background:var(--bg-raised);color:var(--text);box-shadow:var(--shadow);overflow:hidden;}dialog[open]{display:flex;flex-direction:column;animation:rise var(--quick);}dialog::backdrop{background:rgb(8 12 18 / 40%);}@keyframes rise{from{opacity:0;transform:translateY(6px) scale(0.99);}}.ask{display:flex;align-items:center;gap:0.75rem;padding:0 1.125rem;border-bottom:1px solid var(--line);color:var(--text-3);}input{flex:1;min-width:0;height:54px;border:0;background:none;color:var(--text);font-size:1.08rem;}input::placeholder{color:var(--text-3);opacity:1;}input:focus-visible{outline:none;}.results{flex:1;min-height:0;overflow-y:auto;padding:0.375rem;}.group{padding:0.625rem 0.75rem 0.25rem;font-size:0.8rem;font-weight:600;color:var(--text-3);}.entry{display:grid;grid-template-columns:auto minmax(0,1fr) auto;align-items:center;gap:0.75rem;min-height:max(40px,var(--touch));padding:0.375rem 0.75rem;border-radius:11px;cursor:pointer;}.entry[aria-selected='true']{background:var(--bg-soft);}.entry svg{color:var(--text-3);}.name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}.detail{display:block;font-size:0.87rem;color:var(--text-3);white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}mark{background:var(--accent-soft);color:var(--accent);border-radius:3px;font-weight:550;}kbd{font:0.82rem var(--font);color:var(--text-3);}.none{padding:1.75rem;text-align:center;color:var(--text-3);}`],o([v()],O.prototype,"words",2),o([v()],O.prototype,"hits",2),o([v()],O.prototype,"at",2),o([v()],O.prototype,"searching",2),o([m("dialog")],O.prototype,"dialog",2),o([m("input")],O.prototype,"field",2),O=o([b("au-palette")],O);var Ve={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},We=a=>(...n)=>({_$litDirective$:a,values:n}),pe=class{constructor(n){}get _$AU(){return this._$AM._$AU}_$AT(n,e,t){this._$Ct=n,this._$AM=e,this._$Ci=t}_$AS(n,e){return this.update(n,e)}update(n,e){return this.render(...e)}};var{I:ot}=Te,Fe=a=>a;var Ke=()=>document.createComment(""),Z=(a,n,e)=>{let t=a._$AA.parentNode,i=n===void 0?a._$AB:n._$AA;if(e===void 0){let r=t.insertBefore(Ke(),i),c=t.insertBefore(Ke(),i);e=new ot(r,c,a,a.options)}else{let r=e._$AB.nextSibling,c=e._$AM,d=c!==a;if(d){let g;e._$AQ?.(a),e._$AM=a,e._$AP!==void 0&&(g=a._$AU)!==c._$AU&&e._$AP(g)}if(r!==i||d){let g=e._$AA;for(;g!==r;){let B=Fe(g).nextSibling;Fe(t).insertBefore(g,i),g=B}}}return e},W=(a,n,e=a)=>(a._$AI(n,e),a),at={},Ye=(a,n=at)=>a._$AH=n,Ge=a=>a._$AH,he=a=>{a._$AR(),a._$AA.remove()};var Xe=(a,n,e)=>{let t=new Map;for(let i=n;i<=e;i++)t.set(a[i],i);return t},ee=We(class extends pe{constructor(a){if(super(a),a.type!==Ve.CHILD)throw Error("repeat() can only be used in text expressions")}dt(a,n,e){let t;e===void 0?e=n:n!==void 0&&(t=n);let i=[],r=[],c=0;for(let d of a)i[c]=t?t(d,c):c,r[c]=e(d,c),c++;return{values:r,keys:i}}render(a,n,e){return this.dt(a,n,e).values}update(a,[n,e,t]){let i=Ge(a),{values:r,keys:c}=this.dt(n,e,t);if(!Array.isArray(i))return this.ut=c,r;let d=this.ut??=[],g=[],B,ke,$=0,C=i.length-1,E=0,_=r.length-1;for(;$<=C&&E<=_;)if(i[$]===null)$++;else if(i[C]===null)C--;else if(d[$]===c[E])g[E]=W(i[$],r[E]),$++,E++;else if(d[C]===c[_])g[_]=W(i[C],r[_]),C--,_--;else if(d[$]===c[_])g[_]=W(i[$],r[_]),Z(a,g[_+1],i[$]),$++,_--;else if(d[C]===c[E])g[E]=W(i[C],r[E]),Z(a,i[$],i[C]),C--,E++;else if(B===void 0&&(B=Xe(c,E,_),ke=Xe(d,$,C)),B.has(d[$]))if(B.has(d[C])){let P=ke.get(c[E]),ge=P!==void 0?i[P]:null;if(ge===null){let $e=Z(a,i[$]);W($e,r[E]),g[E]=$e}else g[E]=W(ge,r[E]),Z(a,i[$],ge),i[P]=null;E++}else he(i[C]),C--;else he(i[$]),$++;for(;E<=_;){let P=Z(a,g[_+1]);W(P,r[E]),g[E++]=P}for(;$<=C;){let P=i[$++];P!==null&&he(P)}return this.ut=c,Ye(a,g),Ee}});var Ae=x` :host{display:flex;flex-direction:column;height:100%;background:var(--bg-side);}.top{display:flex;align-items:center;justify-content:space-between;min-height:56px;padding:0.375rem 0.75rem 0.375rem 1rem;}.brand{display:flex;align-items:center;gap:0.625rem;min-height:var(--touch);color:var(--text);text-decoration:none;font-size:1.12rem;font-weight:680;letter-spacing:-0.02em;border-radius:8px;}.do{display:grid;gap:1px;padding:0.125rem 0.5rem 0.5rem;}.do button{display:grid;grid-template-columns:auto 1fr auto;align-items:center;gap:0.625rem;min-height:max(38px,var(--touch));padding:0 0.625rem;border-radius:10px;font-weight:500;transition:background var(--quick);}.do button:hover{background:var(--bg-hover);}kbd{font:0.8rem var(--font);color:var(--text-3);opacity:0;transition:opacity var(--quick);}button:hover kbd,button:focus-visible kbd{opacity:1;}nav{flex:1;min-height:0;overflow-y:auto;padding:0 0.5rem 1rem;scrollbar-width:thin;}h2{position:sticky;top:0;z-index:1;padding:0.75rem 0.625rem 0.375rem;font-size:0.8rem;font-weight:600;color:var(--text-3);background:var(--bg-side);}li{position:relative;display:flex;align-items:center;border-radius:10px;transition:background var(--quick);}li:hover,li:focus-within{background:var(--bg-hover);}li.here{background:var(--accent-soft);}li a{flex:1;min-width:0;display:flex;align-items:center;gap:0.5rem;min-height:var(--touch);padding:0 0.625rem;border-radius:10px;color:var(--text);text-decoration:none;}li a:focus-visible{outline-offset:-2px;}.title{min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}li .icon{width:max(32px,var(--touch));opacity:0;}li .icon:hover{background:none;}li:hover .icon,li:focus-within .icon,li.here .icon,li .icon[aria-expanded='true']{opacity:1;}@media (hover: none){li .icon{opacity:1;}}.running{flex:none;width:8px;height:8px;border-radius:50%;background:var(--accent);animation:pulse 1.2s ease-in-out infinite;}@keyframes pulse{50%{opacity:0.35;}}.rename{width:100%;min-height:var(--touch);padding:0 0.5rem;border:1px solid var(--accent);border-radius:10px;background:var(--bg-raised);}.none{padding:1rem 0.625rem;color:var(--text-3);font-size:0.93rem;}.more{width:100%;min-height:var(--touch);padding:0 0.625rem;border-radius:10px;color:var(--text-3);font-size:0.9rem;}.more:hover{background:var(--bg-hover);}.foot{padding:0.375rem 0.5rem max(0.5rem,env(safe-area-inset-bottom));border-top:1px solid var(--line);}.person{display:flex;align-items:center;gap:0.75rem;width:100%;min-height:50px;padding:0.25rem 0.5rem;border-radius:12px;transition:background var(--quick);}.person:hover,.person[aria-expanded='true']{background:var(--bg-hover);}.face{display:grid;place-items:center;width:34px;height:34px;border-radius:50%;background:var(--accent-soft);color:var(--accent);font-weight:650;}.who{display:grid;min-width:0;line-height:1.3;}.who b{font-weight:580;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}.who span{font-size:0.83rem;color:var(--text-3);white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}`;var F=class extends f{constructor(){super(...arguments);this.reads=new T(this,k,z,u,L)}focus(){this.renderRoot.querySelector(".do button")?.focus()}openMenu(e,t){this.menu.items=[{label:e.pinned?"Unpin":"Pin",icon:"pin",run:()=>{k.pin(e.id,!e.pinned)}},{label:"Rename",icon:"write",run:()=>{this.rename(e)}},{label:"Delete",icon:"trash",danger:!0,apart:!0,run:()=>k.remove(e.id)}],this.menu.updateComplete.then(()=>this.menu.show(t))}async rename(e){this.renaming=e.id,await this.updateComplete;let t=this.renderRoot.querySelector(".rename");t?.focus(),t?.select()}renamed(e,t,i){if(this.renaming!==e.id)return;this.renaming=void 0;let r=t.value.trim();i&&r!==""&&r!==e.title&&k.rename(e.id,r.slice(0,200))}renameKey(e,t){let i=t.target;t.key==="Enter"&&!t.isComposing&&this.renamed(e,i,!0),t.key==="Escape"&&(t.stopPropagation(),this.renamed(e,i,!1))}scrolled(e){let t=e.target;t.scrollHeight-t.scrollTop-t.clientHeight<400&&k.loadMore()}item(e){let t=z.at.page==="chat"&&z.at.conversation===e.id;return this.renaming===e.id?s`<li>
        <input
          class="rename"
          aria-label="Title"
          maxlength="200"
          dir="auto"
          .value=${e.title}
          @keydown=${i=>this.renameKey(e,i)}
          @blur=${i=>this.renamed(e,i.target,!0)}
        />
      </li>`:s`<li class=${t?"here":""}>
      <a href="/c/${e.id}" aria-current=${t?"page":p} title=${e.title} @click=${()=>y.set({drawer:!1})}>
        <span class="title" dir="auto">${e.title||"New chat"}</span>
        ${e.run!==void 0?s`<span class="running" role="img" aria-label="An answer is being rendered"></span>`:p}
      </a>
      <button
        class="icon"
        aria-label=${`More about ${e.title||"New chat"}`}
        aria-haspopup="menu"
        aria-expanded="false"
        @click=${i=>this.openMenu(e,i.currentTarget)}
      >
        ${h("more",18)}
      </button>
    </li>`}person(){let e=c=>()=>{y.set({drawer:!1}),z.go(c)},t={system:"as the system",light:"light",dark:"dark"}[L.theme],i={system:"light",light:"dark",dark:"system"},r=[{label:"Sessions, keys and password",icon:"key",run:e("/account")},{label:"Status of this node",icon:"pulse",run:e("/status")}];return u.admin&&r.push({label:"Users",icon:"people",run:e("/users")}),r.push({label:`Theme: ${t}`,icon:L.theme==="dark"?"moon":L.theme==="light"?"sun":"screen",apart:!0,run:()=>L.setTheme(i[L.theme])},{label:"Keyboard shortcuts",icon:"keyboard",run:()=>y.set({keys:!0})},{label:"Sign out",icon:"leave",apart:!0,run:()=>{Re()}}),r}render(){this.reads;let e=Le(k.list,new Date),t=u.me;return s`
      <div class="top">
        <a class="brand" href="/" aria-label="Aurora, new chat">${q(26)}<span>Aurora</span></a>
        <button class="icon" aria-label="Hide the sidebar" title=${V("Mod+Shift+S")} @click=${qe}>${h("panel")}</button>
      </div>
      <div class="do">
        <button @click=${He}>${h("write",18)}<span>New chat</span><kbd aria-hidden="true">${V("Mod+Shift+O")}</kbd></button>
        <button @click=${()=>y.set({palette:!0,drawer:!1})}>
          ${h("search",18)}<span>Search</span><kbd aria-hidden="true">${V("Mod+K")}</kbd>
        </button>
      </div>
      <nav aria-label="Conversations" @scroll=${this.scrolled}>
        ${e.map(i=>s`<h2>${i.name}</h2>
            <ul>
              ${ee(i.items,r=>r.id,r=>this.item(r))}
            </ul>`)}
        ${k.known&&e.length===0?s`<p class="none">Your conversations will be listed here.</p>`:p}
        ${k.more?s`<button class="more" @click=${()=>{k.loadMore()}}>Show earlier conversations</button>`:p}
      </nav>
      <div class="foot">
        <button
          class="person"
          aria-haspopup="menu"
          aria-expanded="false"
          @click=${i=>this.personal.show(i.currentTarget)}
        >
          <span class="face" aria-hidden="true">${(t?.name??"?").slice(0,1).toUpperCase()}</span>
          <span class="who"><b dir="auto">${t?.name}</b><span>${t?.role} on ${t?.node}</span></span><span class="unseen">Account and settings</span>
        </button>
      </div>
      <au-menu id="of-conversation" label="Conversation"></au-menu>
      <au-menu id="of-person" label="Account" .items=${this.person()}></au-menu>
    `}};F.styles=[w,M,Ae],o([v()],F.prototype,"renaming",2),o([m("#of-conversation")],F.prototype,"menu",2),o([m("#of-person")],F.prototype,"personal",2),F=o([b("au-sidebar")],F);var te=class extends f{constructor(){super(...arguments);this.reads=new T(this,j);this.newest=0}updated(){let e=j.shown.some(i=>i.id>this.newest);this.newest=Math.max(this.newest,...j.shown.map(i=>i.id)),this.stack.matches(":popover-open")&&(e||j.shown.length===0)&&this.stack.hidePopover(),e&&this.stack.showPopover()}render(){return this.reads,s`<div class="stack" popover="manual" role="status" aria-live="polite">
      ${ee(j.shown,e=>e.id,e=>s`<div class="toast ${e.kind}">
          <span dir="auto">${e.text}</span>
          ${e.action?s`<button class="act" @click=${e.action.run}>${e.action.label}</button>`:p}
          <button class="icon" aria-label="Dismiss" @click=${()=>j.drop(e.id)}>${h("close",16)}</button>
        </div>`)}
    </div>`}};te.styles=[w,M,x` .stack{position:fixed;inset:3.75rem 0 auto;width:100%;max-width:none;margin:0;padding:0 1rem;border:0;background:none;overflow:visible;pointer-events:none;}.stack:popover-open{display:grid;justify-items:center;gap:0.5rem;}.toast{pointer-events:auto;display:flex;align-items:center;gap:0.5rem;max-width:34rem;padding:0.375rem 0.375rem 0.375rem 1rem;border-radius:12px;background:var(--text);color:var(--bg);box-shadow:var(--shadow);animation:up var(--slow);}.toast span{padding:0.375rem 0;overflow-wrap:anywhere;}.error{background:var(--danger-soft);color:var(--danger);border:1px solid var(--danger);}.act{min-height:var(--touch);padding:0 0.75rem;border-radius:8px;font-weight:650;text-decoration:underline;text-underline-offset:3px;}.icon,.icon:hover:not(:disabled){color:inherit;background:none;}@keyframes up{from{opacity:0;transform:translateY(-10px);}}`],o([m(".stack")],te.prototype,"stack",2),te=o([b("au-toasts")],te);var nt=262144,lt=400,K=class extends f{constructor(){super(...arguments);this.empty=!0;this.reads=new T(this,l);this.shownFor=null;this.focused=()=>this.area?.focus();this.leaving=()=>this.save()}connectedCallback(){super.connectedCallback(),fe.addEventListener("focus",this.focused),addEventListener("pagehide",this.leaving)}disconnectedCallback(){super.disconnectedCallback(),this.save(),fe.removeEventListener("focus",this.focused),removeEventListener("pagehide",this.leaving)}updated(){if(this.shownFor===this.conversation)return;let e=this.shownFor===void 0&&l.unsent.size>0;e?L.saveDraft(void 0,""):this.save(),this.shownFor=this.conversation,e||this.put(L.draft(this.conversation)),matchMedia("(pointer: coarse)").matches||this.area.focus()}put(e){this.area.value=e,this.grow()}focus(){this.area.focus()}save(){clearTimeout(this.saving),this.area&&this.shownFor!==null&&L.saveDraft(this.shownFor,this.area.value)}grow(){this.empty=this.area.value.trim()==="",this.area.style.height="auto",this.area.style.height=`${this.area.scrollHeight}px`}typed(){this.grow(),clearTimeout(this.saving),this.saving=setTimeout(()=>this.save(),lt)}key(e){e.isComposing||e.keyCode===229||(e.key==="Enter"&&!e.shiftKey&&!e.altKey?(e.preventDefault(),this.send()):e.key==="ArrowUp"&&this.area.value===""&&!l.live&&(e.preventDefault(),this.dispatchEvent(new CustomEvent("edit-last"))))}send(){let e=this.area.value.trim();if(e!==""){if(l.live&&l.queued){j.show("One message already waits. It goes out when this answer ends.");return}if(new TextEncoder().encode(e).length>nt){j.error("This is longer than a message may be (256 KiB). Send it in parts.");return}this.put(""),this.save(),this.dispatchEvent(new CustomEvent("sent")),l.send(e).catch(()=>{this.area.value===""&&this.put(e)})}}async takeBack(){try{let e=await l.unqueue();this.put(this.area.value.trim()===""?e:`${e}
${this.area.value}`),this.save(),this.area.focus()}catch(e){j.show(U(e))}}render(){this.reads;let{live:e,queued:t}=l;return s`
      ${t?s`<div class="queued">
            <b>Waits:</b><span dir="auto">${t.text}</span>
            <button class="icon" aria-label="Take the waiting message back" @click=${this.takeBack}>${h("close",16)}</button>
          </div>`:p}
      <div class="box">
        <textarea
          rows="1"
          dir="auto"
          aria-label="Message"
          placeholder=${e?"Write the next message":"Ask anything"}
          enterkeyhint="send"
          @input=${this.typed}
          @keydown=${this.key}
        ></textarea>
        <div class="buttons">
          ${e?s`<button class="go stop" aria-label="Stop (Escape)" title="Stop (Esc)" ?disabled=${e.stopping} @click=${()=>{l.stop()}}>
                <span class="square"></span>
              </button>`:p}
          ${!e||!this.empty?s`<button
                class="go"
                aria-label=${e?"Send when this answer ends":"Send"}
                title=${e?"Send when this answer ends":"Send"}
                ?disabled=${this.empty}
                @click=${this.send}
              >
                ${h("up")}
              </button>`:p}
        </div>
      </div>
    `}};K.styles=[w,M,x` :host{display:block;}.box{display:grid;grid-template-columns:1fr auto;align-items:end;gap:0.5rem;padding:0.5rem;border:1px solid var(--line);border-radius:26px;background:var(--bg-raised);box-shadow:var(--shadow-small);transition:border-color var(--quick);}.box:focus-within{border-color:var(--accent);}textarea{display:block;width:100%;min-height:40px;max-height:40dvh;resize:none;padding:0.47rem 0.75rem;border:0;background:none;font-size:1.0667rem;line-height:1.55;overflow-y:auto;}textarea:focus-visible{outline:none;}textarea::placeholder{color:var(--text-3);opacity:1;}.go{display:inline-flex;align-items:center;justify-content:center;width:max(40px,var(--touch));height:max(40px,var(--touch));border-radius:50%;background:var(--accent);color:var(--on-accent);transition:background var(--quick),opacity var(--quick);}.go:hover:not(:disabled){background:var(--accent-hover);}.go:disabled{background:var(--bg-hover);color:var(--text-3);}.stop{background:var(--text);color:var(--bg);}.stop:hover:not(:disabled){background:var(--text-2);}.square{width:13px;height:13px;border-radius:3px;background:currentcolor;}.buttons{display:flex;gap:0.375rem;}.queued{display:flex;align-items:center;gap:0.5rem;width:fit-content;max-width:100%;margin:0 0.75rem 0.5rem;padding:0.125rem 0.25rem 0.125rem 0.875rem;border:1px solid var(--line);border-radius:99px;background:var(--bg-raised);font-size:0.92rem;}.queued b{font-weight:550;color:var(--text-3);white-space:nowrap;}.queued span{min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}`],o([H()],K.prototype,"conversation",2),o([v()],K.prototype,"empty",2),o([m("textarea")],K.prototype,"area",2),K=o([b("au-composer")],K);var Qe="h1,h2,h3,h4,h5,h6",dt=/^ {0,3}\[[^\]]+\]:/m,ct=/^ {0,3}(`{3,}|~{3,})([^\n`]*)\n/;function pt(a){let n=ct.exec(a);if(!n)return;let e=n[1],t=a.slice(n[0].length);return new RegExp(`^ {0,3}${e[0]==="`"?"`":"~"}{${e.length},} *$`,"m").test(t)?void 0:{language:/^[\w+#.-]{1,24}/.exec(n[2].trim())?.[0]??"",text:t}}var me=class{constructor(n){this.host=n;this.closed=0;this.text="";this.shown=[];this.tail=[];this.last=0;this.finished=!1}update(n,e){if(n.startsWith(this.text.slice(0,this.closed))||this.reset(),this.text=n,!e){this.finish(),this.finished=!0;return}if(this.finished&&this.reopen(),this.appendToFence(n.slice(this.closed)))return;let t=we(n.slice(this.closed));t>0&&(this.dropTail(),this.shown.push(...this.append(oe(n.slice(this.closed,this.closed+t)).blocks)),this.closed+=t);let i=n.slice(this.closed);this.appendToFence(i)||(this.dropTail(),this.tail=this.append(oe(i).blocks))}reset(){this.host.replaceChildren(),this.closed=0,this.shown=[],this.tail=[],this.fence=void 0,this.last=0,this.finished=!1}reopen(){if(this.finished=!1,this.last<0){this.reset();return}this.tail=this.shown.splice(-1),this.closed=this.last}finish(){if(!dt.test(this.text)){this.dropTail();let i=this.text.slice(this.closed),{blocks:r}=oe(i);r.length>0&&(this.last=this.closed+we(i)),this.shown.push(...this.append(r)),this.closed=this.text.length;return}this.last=-1;let{blocks:n,links:e}=oe(this.text);this.dropTail();let t=0;if(!e)for(;t<this.shown.length&&this.shown[t].raw===n[t]?.raw;)t++;for(let i of this.shown.splice(t))for(let r of i.nodes)r.remove();this.shown.push(...this.append(n.slice(t))),this.closed=this.text.length}append(n){return n.map(e=>{let t=Oe(e),i=[...t.childNodes];return this.level(t),this.host.append(t),{raw:e.raw,nodes:i}})}level(n){let e=[...this.host.querySelectorAll(Qe)].at(-1)?.getAttribute("aria-level"),t=Number(e??1);for(let i of n.querySelectorAll(Qe))t=Math.min(Number(i.tagName[1])+1,t+1,6),i.setAttribute("aria-level",String(t))}dropTail(){for(let n of this.tail)for(let e of n.nodes)e.remove();this.tail=[],this.fence=void 0}appendToFence(n){let e=pt(n);if(!e)return!1;if(!this.fence||this.fence.language!==e.language||!e.text.startsWith(this.fence.code.data)){this.dropTail();let i=this.host.ownerDocument,r=i.createElement("pre");r.dataset.language=e.language;let c=i.createElement("code"),d=i.createTextNode("");c.append(d),r.append(c);let g=i.createElement("div");g.append(r),De(r);let B=g.firstElementChild;this.host.append(B),this.fence={language:e.language,code:d},this.tail=[{raw:"",nodes:[B]}]}let t=this.fence.code;return t.appendData(e.text.slice(t.data.length)),!0}};var ie=[],ht=8,xe=!1;function mt(){xe=!1;let a=performance.now()+ht;for(;ie.length>0&&performance.now()<a;)ie.pop().paint();ie.length>0?Ze():ue.dispatchEvent(new Event("painted"))}var ue=new EventTarget;function Je(){return ie.length>0}function Ze(){xe||(xe=!0,setTimeout(mt))}var Y=class extends f{constructor(){super(...arguments);this.text="";this.growing=!1}updated(e){!e.has("text")&&!e.has("growing")||(this.live&&this.growing?this.paint():ie.includes(this)||(ie.push(this),Ze()))}paint(){this.isConnected&&(this.live??=new me(this.host),this.live.update(this.text,this.growing),this.growing||this.colourLater())}async colourLater(){let e=[...this.host.querySelectorAll('pre[data-language]:not([data-language=""])')];if(e.length===0)return;let{colour:t}=await import("./highlight-SQXTH24N.js");for(let i of e)i.querySelector("span")||(await new Promise(r=>setTimeout(r)),t(i))}async press(e){let t=e.target.closest("button.copy");if(!t)return;let i=t.closest(".code").querySelector("code").textContent??"";await se(i,"")&&(t.textContent="Copied",setTimeout(()=>t.textContent="Copy",1500))}render(){return s`<div class="text" part="text" @click=${this.press}></div>`}};Y.styles=[w,x` :host{display:block;}.text{font-size:1.0667rem;line-height:1.68;overflow-wrap:break-word;}.text > * + *{margin-top:0.9em;}ul,ol{padding-inline-start:1.5em;}ul{list-style:disc;}ol{list-style:decimal;}li + li,li > ul,li > ol{margin-top:0.35em;}li::marker{color:var(--text-3);}li > p + p{margin-top:0.6em;}h1,h2,h3,h4,h5,h6{line-height:1.3;letter-spacing:-0.012em;font-weight:650;font-size:1.06rem;}h1{font-size:1.5rem;}h2{font-size:1.3rem;}h3{font-size:1.15rem;}.text > * + :is(h1,h2,h3,h4,h5,h6){margin-top:1.4em;}:is(h1,h2,h3,h4,h5,h6) + *{margin-top:0.5em;}blockquote{margin:0;padding-inline-start:1em;border-inline-start:3px solid var(--line);color:var(--text-2);}hr{border:0;border-top:1px solid var(--line);margin:1.5em 0;}a{text-underline-offset:3px;text-decoration-thickness:1px;}a.picture{display:inline-flex;padding:0.4em 0.8em;border:1px dashed var(--line-strong);border-radius:8px;text-decoration:none;}a.picture::before{content:'Picture: ';white-space:pre;color:var(--text-3);}img{max-width:100%;border-radius:8px;}:not(pre) > code{font-family:var(--mono);font-size:0.875em;background:var(--bg-soft);padding:0.15em 0.4em;border-radius:6px;}.code{border:1px solid var(--line);border-radius:12px;overflow:hidden;background:var(--code-bg);}.bar{display:flex;align-items:center;justify-content:space-between;padding:0.125rem 0.25rem 0.125rem 1rem;font-size:0.82rem;color:var(--text-3);border-bottom:1px solid var(--line);user-select:none;}.copy{min-height:max(30px,var(--touch));padding:0 0.75rem;border-radius:8px;color:var(--text-2);}.copy:hover{background:var(--bg-hover);}pre{margin:0;padding:0.875rem 1rem;overflow-x:auto;font:0.875rem/1.6 var(--mono);tab-size:4;}pre:focus-visible,.scroll:focus-visible{outline-offset:-2px;}.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;}table{border-collapse:collapse;width:100%;font-size:0.95rem;line-height:1.5;}th,td{padding:0.55rem 0.9rem;text-align:start;border-bottom:1px solid var(--line);}th{font-weight:600;background:var(--bg-soft);white-space:nowrap;}tr:last-child td{border-bottom:0;}[data-align='right']{text-align:end;}[data-align='center']{text-align:center;}.hljs-keyword,.hljs-selector-tag,.hljs-meta,.hljs-section{color:var(--hl-key);}.hljs-string,.hljs-regexp,.hljs-addition,.hljs-quote{color:var(--hl-text);}.hljs-number,.hljs-literal,.hljs-symbol,.hljs-bullet,.hljs-variable,.hljs-template-variable{color:var(--hl-number);}.hljs-title,.hljs-attr,.hljs-attribute,.hljs-name,.hljs-built_in,.hljs-type,.hljs-selector-class,.hljs-selector-id,.hljs-property{color:var(--hl-name);}.hljs-comment,.hljs-deletion{color:var(--hl-note);}`],o([H({attribute:!1})],Y.prototype,"text",2),o([H({type:Boolean,reflect:!0})],Y.prototype,"growing",2),o([m(".text")],Y.prototype,"host",2),Y=o([b("au-markdown")],Y);var et=x` :host{display:block;}article{display:block;}.bubble{max-width:min(85%,36rem);padding:0.625rem 1.05rem;border-radius:20px 20px 6px 20px;background:var(--bg-soft);font-size:1.0667rem;line-height:1.6;white-space:pre-wrap;overflow-wrap:anywhere;}.said{display:flex;justify-content:flex-end;}.answer{display:grid;grid-template-columns:26px minmax(0,1fr);gap:0.875rem;}.glyph{padding-top:1px;}.content{min-width:0;}.actions{display:flex;align-items:center;flex-wrap:wrap;gap:0.125rem;min-height:var(--touch);margin-top:0.375rem;margin-inline-start:-0.5rem;}.actions.end{justify-content:flex-end;margin-inline:0;margin-top:0.125rem;}.actions.end > *{opacity:0;transition:opacity var(--quick);}.actions.end > .siblings,article:hover .actions.end > *,article:focus-within .actions.end > *{opacity:1;}@media (hover: none){.actions.end > *{opacity:1;}}.siblings{display:inline-flex;align-items:center;font-size:0.87rem;font-variant-numeric:tabular-nums;color:var(--text-2);}.siblings .icon{width:max(26px,calc(var(--touch) - 8px));}.chip{display:inline-flex;align-items:center;flex-wrap:wrap;gap:0.125rem 0.625rem;min-height:max(28px,calc(var(--touch) - 8px));margin-inline-start:0.375rem;padding:0.125rem 0.75rem;border:1px solid var(--line);border-radius:15px;font-size:0.83rem;color:var(--text-2);font-variant-numeric:tabular-nums;transition:background var(--quick),border-color var(--quick);}.chip:hover,.chip[aria-expanded='true']{background:var(--bg-soft);border-color:var(--line-strong);}.where{font-weight:550;overflow-wrap:anywhere;}.dot{color:var(--text-3);font-weight:400;}.figure{display:inline-flex;align-items:center;gap:0.25rem;color:var(--text-3);}.ask{color:var(--accent);font-weight:550;}.step{display:flex;align-items:center;gap:0.625rem;min-height:1.8rem;color:var(--text-3);font-size:0.97rem;}.pulse{width:9px;height:9px;border-radius:50%;background:var(--accent);animation:pulse 1.2s ease-in-out infinite;}@keyframes pulse{50%{opacity:0.35;transform:scale(0.75);}}.thinking{margin-bottom:0.75rem;color:var(--text-3);font-size:0.95rem;}.thinking summary{display:inline-flex;align-items:center;gap:0.375rem;min-height:max(28px,var(--touch));cursor:pointer;list-style:none;border-radius:6px;}.thinking summary::-webkit-details-marker{display:none;}.thinking summary svg{transform:rotate(-90deg);transition:transform var(--quick);}.thinking[open] summary svg{transform:none;}.thoughts{white-space:pre-wrap;overflow-wrap:anywhere;padding-inline-start:0.875rem;border-inline-start:2px solid var(--line);margin-top:0.25rem;}.moved{margin-top:0.75rem;font-size:0.87rem;color:var(--text-3);}.missed{margin-top:0.875rem;padding:0.5rem 0.875rem;border-radius:var(--radius);background:var(--warn-soft);color:var(--warn);font-size:0.93rem;}.ending{display:flex;align-items:center;justify-content:space-between;flex-wrap:wrap;gap:0.5rem 1rem;margin-top:0.875rem;padding:0.5rem 0.5rem 0.5rem 0.875rem;border-radius:var(--radius);background:var(--bg-soft);color:var(--text-2);font-size:0.93rem;}.ending.interrupted{background:var(--warn-soft);color:var(--warn);}.ending.failed{background:var(--danger-soft);color:var(--danger);}.ending .button{color:var(--text);}.row{display:flex;align-items:center;gap:0.5rem;margin-top:0.5rem;}.row.end{justify-content:flex-end;}.row .hint{flex:1;}.hint{color:var(--text-3);font-size:0.87rem;}.bad{color:var(--danger);font-weight:550;}.edit{margin-bottom:1.5rem;padding:0.875rem;border-radius:18px;background:var(--bg-soft);}.edit textarea{display:block;width:100%;min-height:3.4rem;resize:none;padding:0.125rem 0.25rem;border:0;background:none;font-size:1.0667rem;line-height:1.6;}.edit textarea:focus-visible{outline:none;}.edit:focus-within{box-shadow:0 0 0 2px var(--accent);}@media (max-width: 640px){.answer{grid-template-columns:minmax(0,1fr);}.glyph{display:none;}}`;var R=class extends f{constructor(){super(...arguments);this.live=!1;this.delivery="";this.last=!1;this.version=0;this.editing=!1}willUpdate(e){e.has("live")&&(this.unsubscribe?.(),this.unsubscribe=this.live?l.ticks.subscribe(()=>this.requestUpdate()):void 0)}disconnectedCallback(){super.disconnectedCallback(),this.unsubscribe?.(),this.unsubscribe=void 0}connectedCallback(){super.connectedCallback(),this.live&&!this.unsubscribe&&(this.unsubscribe=l.ticks.subscribe(()=>this.requestUpdate()))}async edit(){this.editing=!0,await this.updateComplete;let e=this.area;e.value=this.message.text,this.grow(),e.focus(),e.setSelectionRange(e.value.length,e.value.length)}grow(){let e=this.area;e.style.height="auto",e.style.height=`${Math.min(e.scrollHeight,innerHeight*.5)}px`}editKey(e){e.isComposing||e.keyCode===229||(e.key==="Escape"?(e.stopPropagation(),this.editing=!1):e.key==="Enter"&&!e.shiftKey&&(e.preventDefault(),this.save()))}save(){let e=this.area.value.trim();e!==""&&(this.editing=!1,l.send(e,{parent:this.message.parent}))}others(){let e=Ce(l.tree,this.message.id);if(e.length<2)return p;let t=e.findIndex(r=>r.id===this.message.id),i=r=>l.select(e[r]);return s`<div class="siblings" role="group" aria-label="Versions">
      <button class="icon" aria-label="Version before" ?disabled=${t===0} @click=${()=>i(t-1)}>${h("left",16)}</button>
      <span aria-label=${`Version ${t+1} of ${e.length}`}>${t+1}/${e.length}</span>
      <button class="icon" aria-label="Version after" ?disabled=${t===e.length-1} @click=${()=>i(t+1)}>
        ${h("right",16)}
      </button>
    </div>`}person(){let{text:e}=this.message;return this.editing?s`<div class="edit">
        <textarea dir="auto" aria-label="Edit the message" @input=${this.grow} @keydown=${this.editKey}></textarea>
        <div class="row">
          <span class="hint">What follows stays, as another version.</span>
          <button class="button small" @click=${()=>this.editing=!1}>Cancel</button>
          <button class="button small primary" @click=${this.save}>Send</button>
        </div>
      </div>`:s`<div class="said"><div class="bubble" dir="auto">${e}</div></div>
      ${this.delivery==="failed"?s`<div class="row end">
            <span class="bad">Not sent.</span>
            <button class="button small" @click=${()=>{l.deliver(this.message)}}>${h("again",16)} Send again</button>
          </div>`:s`<div class="actions end">
            ${this.others()}
            <button class="icon" aria-label="Copy the message" title="Copy" @click=${()=>{se(e)}}>${h("copy",17)}</button>
            <button class="icon" aria-label="Edit the message" title="Edit" ?disabled=${l.live!==void 0} @click=${this.edit}>
              ${h("write",17)}
            </button>
          </div>`}`}thinking(){let{thinking:e,text:t}=this.message;if(!e)return p;let i=this.live&&t==="";return s`<details class="thinking">
      <summary>${h("chevron",16)}<span>${i?"Thinking…":"Thought about it"}</span></summary>
      <div class="thoughts" dir="auto">${e}</div>
    </details>`}ending(){let e=this.message;if(this.live||e.state==="done"||e.state==="rendering")return p;let t={stopped:"You stopped this answer.",interrupted:e.text?"The node went down while it wrote this. What it had stored is here; the last second may be missing.":"The node went down before anything of this answer was stored.",failed:e.error||"No engine could complete this answer."}[e.state];return s`<div class="ending ${e.state}">
      <span dir="auto">${t}</span>
      <button class="button small" ?disabled=${l.live!==void 0} @click=${()=>{l.resume(e)}}>
        ${h("play",15)} Continue
      </button>
    </div>`}missed(){let e=this.message.decision?.missed;return e?s`<p class="missed" role="note">
      Your engine ${e.engine} has been away since ${ce(e.since)}; the guide ${this.live?"answers":"answered"}, which only knows Aurora.
    </p>`:p}chip(){let{figures:e,decision:t}=this.message,i=e?.place??t?.chosen;if(!i)return p;let r=e&&e.firstTokenMillis>0?je(e.firstTokenMillis):"",c=e&&e.tokensPerSecond>0?`${Ie(e.tokensPerSecond)} tok/s`:"";return s`<button
      class="chip"
      aria-haspopup="dialog"
      aria-expanded="false"
      @click=${d=>this.why.show(d.currentTarget)}
    >
      <span class="where">${i.engine}<span class="dot"> · </span>${i.model}</span>
      ${r?s`<span class="figure" title="Time to first token">${h("clock",13)}${r}</span>`:p}
      ${c?s`<span class="figure">${c}</span>`:p}
      <span class="ask">Why here</span>
    </button>`}again(e){let t=this.message,i=t.model,r=S.offers.filter(c=>c.id!==i);if(r.length===0){l.regenerate(t);return}this.menu.items=[{label:"Try again",icon:"again",run:()=>{l.regenerate(t)}},...r.map((c,d)=>({label:c.id,hint:c.purpose==="guide"?"The guide: only about Aurora":c.engines.join(", "),apart:d===0,run:()=>{l.regenerate(t,c.id)}}))],this.menu.updateComplete.then(()=>this.menu.show(e.target))}assistant(){let e=this.message,t=this.live&&e.text===""&&!e.thinking,i=this.live?l.live?.step:"";return s`<div class="answer">
      <div class="glyph" aria-hidden="true">${q(26)}</div>
      <div class="content">
        ${this.thinking()}
        ${t||i?s`<div class="step"><span class="pulse"></span>${i||"Waiting for the first word"}</div>`:p}
        <au-markdown .text=${e.text} ?growing=${this.live}></au-markdown>
        ${(e.moves??[]).map(r=>s`<p class="moved">
            ${r.from.engine} stopped (${r.why.replace(/\.$/,"")}); ${r.to.engine} carried on after ${r.characters} characters.
          </p>`)}
        ${this.missed()} ${this.ending()}
        ${this.live?s`<div class="actions"></div>`:s`<div class="actions">
              ${this.others()}
              <button class="icon" aria-label="Copy the answer" title="Copy" @click=${()=>{se(e.text)}}>
                ${h("copy",17)}
              </button>
              <button
                class="icon"
                aria-label="Answer again"
                title="Answer again"
                aria-haspopup="menu"
                ?disabled=${l.live!==void 0}
                @click=${this.again}
              >
                ${h("again",17)}
              </button>
              ${this.chip()}
            </div>`}
      </div>
      <au-why .decision=${e.decision} .figures=${e.figures}></au-why>
      <au-menu label="Answer again with"></au-menu>
    </div>`}render(){let e=this.message.author==="person";return s`<article aria-label=${e?"You":"Aurora"} aria-busy=${this.live}>${e?this.person():this.assistant()}</article>`}};R.styles=[w,M,et],o([H({attribute:!1})],R.prototype,"message",2),o([H({type:Boolean})],R.prototype,"live",2),o([H()],R.prototype,"delivery",2),o([H({type:Boolean,reflect:!0})],R.prototype,"last",2),o([H({type:Number})],R.prototype,"version",2),o([v()],R.prototype,"editing",2),o([m("au-why")],R.prototype,"why",2),o([m("au-menu")],R.prototype,"menu",2),o([m("textarea")],R.prototype,"area",2),R=o([b("au-message")],R);var ne=40,ut=700,vt=800,gt=10,ft=20,bt=16,tt=64,I=class extends f{constructor(){super(...arguments);this.following=!0;this.near=!0;this.window=ne;this.settling=!1;this.settle=()=>{this.adding=!1,!l.loading&&(clearTimeout(this.settled),this.settling=!1,this.toTarget(),this.target=void 0)};this.reads=new T(this,l,S);this.lastTop=0;this.lastHeight=0;this.touched=0;this.adding=!1;this.saidOf="";this.said=0;this.version=0;this.intended=()=>{this.touched=performance.now(),this.target=void 0}}connectedCallback(){super.connectedCallback(),this.unsubscribe=l.ticks.subscribe(()=>this.speak()),ue.addEventListener("painted",this.settle)}disconnectedCallback(){super.disconnectedCallback(),this.unsubscribe?.(),this.resize?.disconnect(),ue.removeEventListener("painted",this.settle)}firstUpdated(){this.resize=new ResizeObserver(()=>{this.following?this.toEnd():this.toTarget(),this.near=this.toGo()<tt}),this.resize.observe(this.list),this.resize.observe(this.scroller)}willUpdate(){this.version++,this.shown!==l.id&&(this.shown=l.id,this.following=!0,this.target=void 0,this.window=ne,this.until=void 0,this.settling=l.loading,this.settleLater()),this.aim()}settleLater(){clearTimeout(this.settled),this.settled=setTimeout(()=>{this.settling=!1,Je()||(this.target=void 0)},vt)}aim(){let{sought:e,path:t}=l,i=e&&e.conversation===l.id?t.findIndex(d=>d.id===e.message):-1;if(!e||i<0)return;l.sought=void 0,this.target=e.message,this.following=!1;let{from:r,to:c}=this.range();if(i<r||i>=c){let d=Math.min(t.length,i+1+ft);this.until=d<t.length?t[d-1].id:void 0,this.window=d-Math.max(0,i-gt)}this.settleLater()}updated(){this.following?this.toEnd():this.toTarget(),this.speak()}toEnd(){this.scroller.scrollTop=this.scroller.scrollHeight,this.remember()}toTarget(){let e=this.target&&this.renderRoot.querySelector(`#m-${CSS.escape(this.target)}`);e&&(this.scroller.scrollTop+=e.getBoundingClientRect().top-this.scroller.getBoundingClientRect().top-bt,this.remember())}range(){let{path:e}=l,t=this.until===void 0?-1:e.findIndex(r=>r.id===this.until),i=t<0?e.length:t+1;return{from:Math.max(0,i-this.window),to:i}}toGo(){let{scrollTop:e,scrollHeight:t,clientHeight:i}=this.scroller;return this.until===void 0?t-e-i:1/0}remember(){this.lastTop=this.scroller.scrollTop,this.lastHeight=this.scroller.scrollHeight}follow(){this.target=void 0,this.following=!0,this.until===void 0?this.toEnd():(this.until=void 0,this.window=ne)}scrolled(){let{scrollTop:e,scrollHeight:t,clientHeight:i}=this.scroller;if(this.near=this.toGo()<tt,this.target)return;let r=t===this.lastHeight||performance.now()-this.touched<ut;this.near?this.following=!0:e<this.lastTop-1&&r&&(this.following=!1),this.remember(),e<400&&!this.following&&this.earlier(),t-e-i<400&&this.later()}later(){if(this.until===void 0)return;let{path:e}=l,{to:t}=this.range(),i=Math.min(e.length,t+ne);this.window+=i-t,this.until=i<e.length?e[i-1].id:void 0}async earlier(){if(this.adding||this.range().from===0)return;this.adding=!0,this.following=!1;let{scrollHeight:e,scrollTop:t}=this.scroller;this.scroller.style.overflowAnchor="none",this.window+=ne,await this.updateComplete,this.scroller.scrollTop=t+this.scroller.scrollHeight-e,this.remember(),requestAnimationFrame(()=>this.scroller.style.overflowAnchor="auto")}speak(){let e=l.live,t=l.tree.get(e?.answer??this.saidOf);if(!t||t.author!=="assistant"||(e&&this.saidOf!==t.id&&(this.saidOf=t.id,this.said=0,this.spoken.replaceChildren()),this.saidOf!==t.id))return;let{said:i,to:r}=e?Ne(t.text,this.said):{said:t.text.slice(this.said),to:t.text.length};this.said=r;let c=Be(i);if(c!==""){let d=document.createElement("p");d.textContent=c,this.spoken.append(d)}e||(this.saidOf="")}editLast(){let e=l.path.findLast(i=>i.author==="person"),t=e&&this.renderRoot.querySelector(`#m-${CSS.escape(e.id)}`);t&&t.edit()}problem(){return s`<div class="problem">
      <p>${l.problem}</p>
      <a class="button" href="/">Start a new chat</a>
    </div>`}render(){if(this.reads,l.problem)return s`<div class="scroll"><div class="list">${this.problem()}</div></div><div class="spoken unseen" role="log"></div>`;let e=l.path,{from:t,to:i}=this.range();return s`
      <div
        class="scroll"
        tabindex="-1"
        @scroll=${this.scrolled}
        @wheel=${this.intended}
        @touchmove=${this.intended}
        @pointerdown=${this.intended}
        @keydown=${this.intended}
      >
        <div class="list">
          ${l.loading&&e.length===0?s`<div aria-hidden="true"><div class="ghost short"></div><div class="ghost"></div><div class="ghost"></div><div class="ghost last"></div></div>`:p}
          ${t>0?s`<div class="earlier"><button class="button small" @click=${this.earlier}>Show earlier messages</button></div>`:p}
          <div class=${this.settling&&e.length>0?"settling":""}>${ee(e.slice(t,i),r=>r.id,r=>s`<au-message
              id="m-${r.id}"
              class=${r.author}
              .message=${r}
              .delivery=${l.unsent.get(r.id)??""}
              .version=${this.version}
              ?live=${l.live?.answer===r.id}
              ?last=${r.id===l.leaf}
            ></au-message>`)}</div>
          ${this.until===void 0?p:s`<div class="earlier"><button class="button small" @click=${this.later}>Show later messages</button></div>`}
        </div>
      </div>
      ${this.following||this.near||e.length===0?p:s`<button class="newest" @click=${this.follow}>${h("down",17)} Jump to newest</button>`}
      <div class="spoken unseen" role="log" aria-live="polite" aria-label="Answer"></div>
    `}};I.styles=[w,M,x` :host{display:block;position:relative;flex:1;min-height:0;}.scroll{height:100%;overflow-y:auto;scrollbar-gutter:stable both-edges;}.scroll:focus-visible{outline-offset:-3px;}.list{max-width:calc(var(--column) + 2.5rem);margin:0 auto;padding:1rem clamp(0.625rem,3vw,1.25rem) 2rem;}au-message{margin-bottom:1.5rem;}au-message.person{margin-bottom:0.125rem;}.newest{position:absolute;inset-inline:0;bottom:0.75rem;margin:0 auto;display:flex;width:fit-content;align-items:center;gap:0.375rem;min-height:max(36px,var(--touch));padding:0 1rem 0 0.75rem;border:1px solid var(--line);border-radius:99px;background:var(--bg-raised);box-shadow:var(--shadow-small);font-size:0.9rem;font-weight:550;animation:rise var(--quick);}.newest:hover{background:var(--bg-soft);}@keyframes rise{from{opacity:0;transform:translateY(6px);}}.settling{visibility:hidden;}.earlier{display:flex;justify-content:center;padding-bottom:1rem;}.ghost{height:1.1rem;margin-bottom:0.875rem;border-radius:8px;background:var(--bg-soft);animation:breathe 1.5s ease-in-out infinite;}.ghost.short{width:45%;margin:1.5rem 0 2rem auto;height:2.6rem;border-radius:20px;}.ghost.last{width:70%;}@keyframes breathe{50%{opacity:0.5;}}.problem{display:grid;justify-items:center;gap:1rem;padding:16vh 1.5rem;text-align:center;color:var(--text-2);}`],o([v()],I.prototype,"following",2),o([v()],I.prototype,"near",2),o([v()],I.prototype,"window",2),o([v()],I.prototype,"until",2),o([m(".scroll")],I.prototype,"scroller",2),o([m(".list")],I.prototype,"list",2),o([m(".spoken")],I.prototype,"spoken",2),o([v()],I.prototype,"settling",2),I=o([b("au-log")],I);var X=class extends f{constructor(){super(...arguments);this.reads=new T(this,S,l,L)}hint(e){if(e.purpose==="guide")return"The guide: answers questions about Aurora only";let t=e.engines.join(", "),i=e.contextMax>0?` · ${Math.round(e.contextMax/1024)}k context`:"";return`${t}${i}${e.loaded?" · in memory":""}`}items(){let e=l.model,t=i=>{l.setModel(i)};return[{label:"Auto",hint:S.guideOnly?"The best model here; for now that is the guide":"The best model, where it is fastest",checked:e===J,run:()=>t(J)},...S.offers.map((i,r)=>({label:i.id,hint:this.hint(i),checked:e===i.id,apart:r===0,run:()=>t(i.id)}))]}open(){S.load().catch(()=>{}),this.menu.show(this.button)}render(){this.reads;let e=l.model,i=S.offers.find(r=>r.id===e)?.purpose==="guide"||e===J&&S.guideOnly;return s`<button aria-haspopup="menu" aria-expanded="false" aria-label=${`Model: ${e===J?"Auto":e}${i?" guide":""}`} @click=${this.open}>
        <span class="name">${e===J?"Auto":e}${i?s` <span class="what">guide</span>`:""}</span>
        ${h("chevron",16)}
      </button>
      <au-menu label="Models" .items=${this.items()}></au-menu>`}};X.styles=[w,x` :host{min-width:0;}button{display:inline-flex;align-items:center;gap:0.375rem;max-width:100%;min-height:max(38px,var(--touch));padding:0 0.625rem;border-radius:10px;font-size:1.04rem;font-weight:600;letter-spacing:-0.01em;transition:background var(--quick);}button:hover,button[aria-expanded='true']{background:var(--bg-hover);}.name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}.what{color:var(--text-3);font-weight:450;}svg{color:var(--text-3);}`],o([m("au-menu")],X.prototype,"menu",2),o([m("button")],X.prototype,"button",2),X=o([b("au-picker")],X);var wt=[{icon:"info",text:"What does Aurora do?",about:"A short tour"},{icon:"pulse",text:"How does Aurora choose where an answer is rendered?",about:"The forecast, explained"},{icon:"plus",text:"How do I add an Ollama engine?",about:"Bring your own models"}],G=class extends f{constructor(){super(...arguments);this.reads=new T(this,l,S)}connectedCallback(){super.connectedCallback(),S.guideOnly&&S.load().catch(()=>{})}willUpdate(){l.id!==this.conversation&&l.open(this.conversation)}hour(){let e=new Date().getHours();return e<5?"Good night":e<12?"Good morning":e<18?"Good afternoon":"Good evening"}ask(e){l.send(e,{parent:l.leaf,model:"aurora-guide"}).catch(()=>{})}hello(){return s`<div class="hello">
      <div class="glow"></div>
      <div>${q(52)}</div>
      <h1 dir="auto">${this.hour()}, ${u.me?.name??""}</h1>
      <p class="sub">
        ${S.guideOnly?s`The guide knows Aurora itself. To ask about anything, ${u.admin?s`install Ollama on this machine, or <a href="/status">add an engine</a>.`:s`somebody must add an engine to this node; its <a href="/status">status</a> tells what it has.`}`:"Ask from anywhere. The answer is rendered where it will be finished first."}
      </p>
      <div class="starters">
        ${wt.map(e=>s`<button class="starter" @click=${()=>this.ask(e.text)}>
            ${h(e.icon,20)}<b>${e.text}</b><span>${e.about}</span>
          </button>`)}
      </div>
    </div>`}render(){this.reads;let e=l.id===void 0&&l.path.length===0;return s`
      <au-top><au-picker></au-picker></au-top>
      ${e?this.hello():s`<h1 class="unseen">${l.summary?.title??"Conversation"}</h1><au-log></au-log>`}
      ${l.problem?p:s`<div class="bottom">
            <au-composer
              .conversation=${this.conversation}
              @edit-last=${()=>this.log?.editLast()}
              @sent=${()=>this.log?.follow()}
            ></au-composer>
            <p class="fine">Answers can be wrong. Check what matters.</p>
          </div>`}
    `}focus(){this.composer?.focus()}};G.styles=[w,M,x` :host{display:flex;flex-direction:column;height:100%;min-width:0;position:relative;}.bottom{flex:none;width:100%;max-width:calc(var(--column) + 2.5rem);margin:0 auto;padding:0 clamp(0.625rem,3vw,1.25rem) max(0.75rem,env(safe-area-inset-bottom));}.fine{padding-top:0.5rem;text-align:center;font-size:0.8rem;color:var(--text-3);}.hello{position:relative;flex:1;min-height:0;overflow-y:auto;display:grid;align-content:safe center;justify-items:center;gap:0.5rem;padding:1rem 1.25rem 1.5rem;text-align:center;}.glow{position:absolute;inset:0;overflow:hidden;pointer-events:none;z-index:0;}.glow::before{content:'';position:absolute;left:50%;top:50%;width:54rem;height:24rem;transform:translate(-50%,-68%) rotate(-6deg);opacity:0.26;background:radial-gradient(ellipse 27% 44% at 28% 54%,color-mix(in srgb,var(--glow-1) 78%,transparent),color-mix(in srgb,var(--glow-1) 52%,transparent) 30%,color-mix(in srgb,var(--glow-1) 22%,transparent) 58%,color-mix(in srgb,var(--glow-1) 6%,transparent) 82%,transparent),radial-gradient(ellipse 30% 44% at 52% 46%,color-mix(in srgb,var(--glow-2) 78%,transparent),color-mix(in srgb,var(--glow-2) 52%,transparent) 30%,color-mix(in srgb,var(--glow-2) 22%,transparent) 58%,color-mix(in srgb,var(--glow-2) 6%,transparent) 82%,transparent),radial-gradient(ellipse 26% 44% at 74% 54%,color-mix(in srgb,var(--glow-3) 78%,transparent),color-mix(in srgb,var(--glow-3) 52%,transparent) 30%,color-mix(in srgb,var(--glow-3) 22%,transparent) 58%,color-mix(in srgb,var(--glow-3) 6%,transparent) 82%,transparent);}.hello > :not(.glow){position:relative;}h1{margin-top:0.75rem;font-size:clamp(1.5rem,4.5vw,1.95rem);font-weight:650;letter-spacing:-0.025em;text-wrap:balance;}.sub{max-width:34rem;color:var(--text-2);text-wrap:balance;}.starters{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:0.75rem;width:100%;max-width:var(--column);margin-top:1.5rem;}.starter{display:grid;align-content:start;gap:0.5rem;padding:0.875rem 1rem 1rem;border:1px solid var(--line);border-radius:16px;background:var(--bg-raised);transition:border-color var(--quick),transform var(--quick);}.starter:hover{border-color:var(--accent);transform:translateY(-1px);}.starter svg{color:var(--accent);}.starter b{font-weight:550;text-wrap:balance;}.starter span{font-size:0.87rem;color:var(--text-3);}@media (max-width: 640px){.starters{grid-template-columns:minmax(0,1fr);gap:0.5rem;margin-top:1rem;}.starter{grid-template-columns:auto 1fr;align-items:center;align-content:center;padding:0.625rem 0.875rem;min-height:52px;}.starter > span{display:none;}}@media (max-width: 640px),(max-height: 520px){.fine{display:none;}}`],o([H()],G.prototype,"conversation",2),o([m("au-log")],G.prototype,"log",2),o([m("au-composer")],G.prototype,"composer",2),G=o([b("au-chat")],G);var ve=x` :host{display:grid;align-items:safe center;justify-items:center;height:100%;overflow-y:auto;padding:1.5rem 1rem;background:var(--bg-side);position:relative;isolation:isolate;}.glow{position:fixed;inset:0;z-index:-1;overflow:hidden;pointer-events:none;}.glow::before{content:'';position:absolute;left:50%;top:0;width:80rem;height:34rem;transform:translate(-50%,-30%) rotate(-5deg);opacity:0.38;background:radial-gradient(ellipse 26% 46% at 27% 50%,color-mix(in srgb,var(--glow-1) 78%,transparent),color-mix(in srgb,var(--glow-1) 52%,transparent) 30%,color-mix(in srgb,var(--glow-1) 22%,transparent) 58%,color-mix(in srgb,var(--glow-1) 6%,transparent) 82%,transparent),radial-gradient(ellipse 30% 46% at 52% 46%,color-mix(in srgb,var(--glow-2) 78%,transparent),color-mix(in srgb,var(--glow-2) 52%,transparent) 30%,color-mix(in srgb,var(--glow-2) 22%,transparent) 58%,color-mix(in srgb,var(--glow-2) 6%,transparent) 82%,transparent),radial-gradient(ellipse 26% 46% at 74% 52%,color-mix(in srgb,var(--glow-3) 78%,transparent),color-mix(in srgb,var(--glow-3) 52%,transparent) 30%,color-mix(in srgb,var(--glow-3) 22%,transparent) 58%,color-mix(in srgb,var(--glow-3) 6%,transparent) 82%,transparent);}main{width:100%;max-width:25.5rem;padding:clamp(1.5rem,6vw,2.25rem);border:1px solid var(--line);border-radius:22px;background:var(--bg-raised);box-shadow:var(--shadow);}.mark{margin-bottom:1.25rem;}h1{font-size:1.5rem;font-weight:660;letter-spacing:-0.022em;line-height:1.25;}.lead{margin:0.375rem 0 1.5rem;color:var(--text-2);text-wrap:pretty;}form{display:grid;gap:1.125rem;}.button{min-height:46px;width:100%;margin-top:0.25rem;}.secret{position:relative;}.secret input{padding-inline-end:4.5rem;}.peek{position:absolute;inset-inline-end:4px;top:0;height:44px;padding:0 0.75rem;font-size:0.9rem;font-weight:550;color:var(--text-2);border-radius:var(--radius-small);}.meter{display:grid;grid-template-columns:repeat(3,1fr);gap:4px;margin-top:0.25rem;}.meter i{height:4px;border-radius:2px;background:var(--bg-hover);transition:background var(--quick);}.meter.level1 i:nth-child(1){background:var(--warn);}.meter.level2 i:nth-child(-n + 2),.meter.level3 i{background:var(--accent);}`;function ye(a){let n=/Edg\//.test(a)?"Edge":/Firefox\//.test(a)?"Firefox":/Chrom(e|ium)\//.test(a)?"Chrome":/Safari\//.test(a)?"Safari":"Browser",e=/iPhone|iPad/.test(a)?"iOS":/Android/.test(a)?"Android":/Mac OS X/.test(a)?"macOS":/Windows/.test(a)?"Windows":/Linux/.test(a)?"Linux":"";return e?`${n} on ${e}`:n}var D=class extends f{constructor(){super(...arguments);this.problem="";this.busy=!1;this.seen=!1}firstUpdated(){this.name?.focus()}async send(e){e.preventDefault();let t=this.name.value.trim(),i=this.password.value;if(t===""||i===""){this.problem=t===""?"Type your name.":"Type your password.",(t===""?this.name:this.password).focus();return}this.busy=!0,this.problem="";try{u.enter((await A.signIn({name:t,password:i,device:ye(navigator.userAgent)})).me)}catch(r){this.problem=r instanceof le&&r.status===401?"Name or password is wrong. Try again.":U(r),this.password.select()}finally{this.busy=!1}}needed(){return s`<main>
      <div class="mark">${q(44)}</div>
      <h1>This node is new</h1>
      <p class="lead">It has no owner yet. Open the one-time set-up link that <code>aurora up</code> printed when it started.</p>
      <p class="notice">The link is shown in the terminal where the node runs. If it is gone, stop the node and start it again: it prints a new one.</p>
    </main>`}render(){return s`<div class="glow"></div>
      ${u.setupNeeded?this.needed():s`<main>
            <div class="mark">${q(44)}</div>
            <h1>Welcome back</h1>
            <p class="lead">${u.node?s`Sign in to Aurora on <b>${u.node}</b>.`:"Sign in to Aurora."}</p>
            <form @submit=${this.send} novalidate>
              <div class="field">
                <label for="name">Name</label>
                <input id="name" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" dir="auto" />
              </div>
              <div class="field">
                <label for="password">Password</label>
                <div class="secret">
                  <input
                    id="password"
                    name="password"
                    type=${this.seen?"text":"password"}
                    autocomplete="current-password"
                    aria-describedby=${this.problem?"problem":p}
                  />
                  <button type="button" class="peek" aria-pressed=${this.seen} aria-label="Show password" @click=${()=>this.seen=!this.seen}>
                    ${this.seen?"Hide":"Show"}
                  </button>
                </div>
              </div>
              ${this.problem?s`<p class="notice bad" id="problem" role="alert">${this.problem}</p>`:p}
              <button class="button primary" ?disabled=${this.busy}>${this.busy?"Signing in…":"Sign in"}</button>
            </form>
          </main>`}`}};D.styles=[w,M,de,ve],o([v()],D.prototype,"problem",2),o([v()],D.prototype,"busy",2),o([v()],D.prototype,"seen",2),o([m("#name")],D.prototype,"name",2),o([m("#password")],D.prototype,"password",2),D=o([b("au-sign-in")],D);var N=class extends f{constructor(){super(...arguments);this.code="";this.problem="";this.field="";this.busy=!1;this.seen=!1;this.typed=""}firstUpdated(){this.name?.focus()}wrong(e,t){this.field=e,this.problem=t,this[e].focus()}async send(e){e.preventDefault();let t=this.name.value.trim(),i=this.password.value;if(t==="")return this.wrong("name","Choose a name to sign in with.");if(be(i).level===0)return this.wrong("password","Use 12 characters or more. A few words in a row are easy to remember.");this.busy=!0,this.problem="",this.field="";try{u.enter((await A.setup({code:this.code,name:t,password:i,device:ye(navigator.userAgent)})).me)}catch(r){this.problem=U(r),r instanceof le&&(r.field==="name"||r.field==="password")&&this.wrong(r.field,r.message)}finally{this.busy=!1}}stale(){return s`<h1>${this.code===""?"This link is not complete":"This node has its owner"}</h1>
      <p class="lead">
        ${this.code===""?s`Copy the whole set-up link from the terminal where <code>aurora up</code> runs, with everything after the #.`:"The set-up link works once, and it was used. Sign in with your name and password."}
      </p>
      <a class="button primary" href="/">Go to sign-in</a>`}render(){let{level:e,words:t}=be(this.typed);return s`<div class="glow"></div>
      <main>
        <div class="mark">${q(44)}</div>
        ${this.code===""||!u.setupNeeded?this.stale():s`<h1>Make this node yours</h1>
              <p class="lead">
                You become the owner of Aurora${u.node?s` on <b>${u.node}</b>`:p}. One name, one password, and you
                are in.
              </p>
              <form @submit=${this.send} novalidate>
                <div class="field">
                  <label for="name">Name</label>
                  <input
                    id="name"
                    name="username"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="64"
                    dir="auto"
                    aria-invalid=${this.field==="name"}
                  />
                </div>
                <div class="field">
                  <label for="password">Password</label>
                  <div class="secret">
                    <input
                      id="password"
                      name="password"
                      type=${this.seen?"text":"password"}
                      autocomplete="new-password"
                      aria-describedby="strength"
                      aria-invalid=${this.field==="password"}
                      @input=${()=>this.typed=this.password.value}
                    />
                    <button type="button" class="peek" aria-pressed=${this.seen} aria-label="Show password" @click=${()=>this.seen=!this.seen}>
                      ${this.seen?"Hide":"Show"}
                    </button>
                  </div>
                  <div class="meter level${this.typed===""?0:e}" aria-hidden="true"><i></i><i></i><i></i></div>
                  <p class="hint" id="strength" aria-live="polite">${this.typed===""?"12 characters or more. A few words in a row are good.":t}</p>
                </div>
                ${this.problem?s`<p class="notice bad" role="alert">${this.problem}</p>`:p}
                <button class="button primary" ?disabled=${this.busy}>${this.busy?"Setting up…":"Start"}</button>
              </form>`}
      </main>`}};N.styles=[w,M,de,ve],o([H()],N.prototype,"code",2),o([v()],N.prototype,"problem",2),o([v()],N.prototype,"field",2),o([v()],N.prototype,"busy",2),o([v()],N.prototype,"seen",2),o([v()],N.prototype,"typed",2),o([m("#name")],N.prototype,"name",2),o([m("#password")],N.prototype,"password",2),N=o([b("au-setup")],N);var xt=2500,re=class extends f{constructor(){super(...arguments);this.silent=!1;this.reads=new T(this,u,z,L,y,k);this.phase=u.phase;this.drawn=!1;this.online=()=>this.requestUpdate()}connectedCallback(){super.connectedCallback(),addEventListener("keydown",_e),addEventListener("online",this.online),addEventListener("offline",this.online),Q.addEventListener("change",this.online),this.addEventListener("click",Se),u.subscribe(()=>this.entered()),k.subscribe(()=>this.listen()),u.start()}entered(){u.phase!==this.phase&&(this.phase=u.phase,u.phase==="in"?(k.load().catch(e=>j.error(U(e))),S.load().catch(()=>{}),k.follow()):(k.unfollow(),l.open(void 0),y.set({palette:!1,keys:!1,drawer:!1})))}listen(){k.up?(clearTimeout(this.silence),this.silence=void 0,this.silent=!1):this.silence??=setTimeout(()=>this.silent=!0,xt)}updated(){let e=y.drawer&&Q.matches;if(e!==this.drawn){this.drawn=e;let r=this.renderRoot.querySelector(e?"au-sidebar":"main");this.phase==="in"&&r?.focus()}let t=z.at,i=t.page==="chat"?t.conversation?l.summary?.title:"":{status:"Status",account:"Account",users:"Users",setup:"Set-up"}[t.page];document.title=u.phase==="in"&&i?`${i} · Aurora`:"Aurora"}page(){let e=z.at;return(e.page==="status"||e.page==="account"||e.page==="users")&&import("./more-LZBB3F2W.js"),e.page==="status"?s`<au-status></au-status>`:e.page==="account"?s`<au-account></au-account>`:e.page==="users"?s`<au-users></au-users>`:s`<au-chat .conversation=${e.page==="chat"?e.conversation:void 0}></au-chat>`}banner(){return!navigator.onLine&&!["localhost","127.0.0.1","[::1]"].includes(location.hostname)?s`<div class="banner" role="status">${h("cloud",17)} This browser is offline. What you write is kept.</div>`:this.silent?s`<div class="banner" role="status">${h("cloud",17)} The node cannot be reached. Trying again…</div>`:p}unreachable(){return s`<main class="middle">
      ${q(48)}
      <h1>The node does not answer</h1>
      <p>${u.problem}</p>
      <button class="button primary" @click=${()=>{u.start()}}>Try again</button>
    </main>`}toContent(){this.renderRoot.querySelector("main")?.focus()}render(){if(this.reads,u.phase==="starting")return s`<main class="middle" aria-busy="true"><div class="waits">${q(48)}</div></main>`;if(u.phase==="unreachable")return this.unreachable();if(u.phase==="out")return z.at.page==="setup"?s`<au-setup .code=${z.at.code}></au-setup>`:s`<au-sign-in></au-sign-in><au-toasts></au-toasts>`;let e=!L.sidebar&&!Q.matches,t=y.drawer&&Q.matches,i=e||Q.matches&&!t;return s`<nav aria-label="Short cut"><button class="skip button" @click=${this.toContent}>To the content</button></nav>
      <div class="shell ${e?"alone":""} ${t?"drawn":""}">
        <aside aria-label="Sidebar" ?inert=${i}><au-sidebar></au-sidebar></aside>
        ${t?s`<button class="shade" aria-label="Close the sidebar" @click=${()=>y.set({drawer:!1})}></button>`:p}
        ${this.banner()}
        <main id="main" tabindex="-1">
          ${t?s`<h1 class="unseen">Aurora</h1>`:p}
          <div class="page" ?inert=${t}>${this.page()}</div>
        </main>
      </div>
      <au-palette></au-palette>
      <au-keys></au-keys>
      <au-toasts></au-toasts>`}};re.styles=[w,M,x` :host{display:block;height:100%;}.shell{display:grid;grid-template-columns:var(--side) minmax(0,1fr);grid-template-rows:auto minmax(0,1fr);height:100%;}.shell.alone{grid-template-columns:0 minmax(0,1fr);}aside{grid-row:1 / 3;overflow:hidden;border-inline-end:1px solid var(--line);background:var(--bg-side);}.alone aside{visibility:hidden;border:0;}au-sidebar{width:calc(var(--side) - 1px);}main{grid-column:2;grid-row:2;min-width:0;min-height:0;}.page{height:100%;}.shade{display:none;}.banner{grid-column:2;display:flex;align-items:center;justify-content:center;gap:0.5rem;padding:0.375rem 1rem;background:var(--warn-soft);color:var(--warn);font-size:0.92rem;font-weight:550;}.skip{position:fixed;z-index:60;top:8px;left:8px;transform:translateY(-200%);}.skip:focus{transform:none;}.middle{display:grid;align-content:center;justify-items:center;gap:1rem;height:100%;padding:1.5rem;text-align:center;}.middle h1{font-size:1.3rem;font-weight:650;}.middle p{max-width:28rem;color:var(--text-2);}.waits{opacity:0;animation:appear 400ms 500ms forwards;}@keyframes appear{to{opacity:1;}}@media (max-width: 820px){.shell,.shell.alone{grid-template-columns:0 minmax(0,1fr);}aside,.alone aside{position:fixed;z-index:20;inset:0 auto 0 0;width:min(19.5rem,86vw);visibility:hidden;transform:translateX(-100%);transition:transform var(--slow),visibility 0s 260ms;}.drawn aside{visibility:visible;transform:none;transition:transform var(--slow);box-shadow:var(--shadow);}au-sidebar{width:100%;}.drawn .shade{display:block;position:fixed;z-index:19;inset:0;width:100%;background:rgb(8 12 18 / 45%);}}`],o([v()],re.prototype,"silent",2),re=o([b("au-app")],re);
