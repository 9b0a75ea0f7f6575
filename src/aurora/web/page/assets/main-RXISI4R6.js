import{b as le,c as xe,d as Pe,e as Be,f as Ue}from"./chunk-QO4OETWR.js";import{A as y,B as Z,C as F,D as oe,E as qe,F as ze,G as ne,H as _e,I as Ne,J as Re,K as w,L as M,M as pe,O as Ie,P as je,R as he,V as we,W as Oe,X as De,Y as Q,Z as k,a as x,b as s,c as Te,d as p,e as Se,f,g as b,h as L,i as v,j as g,k as ae,l as X,m as W,n as u,o as _,p as Me,q as S,r as N,s as Le,t as C,u as m,v as O,w as $,x as Ce,y as He,z as d}from"./chunk-ITHTTZBT.js";import{c as n}from"./chunk-2F7OHIF6.js";var lt=[["Enter","Send"],["Shift+Enter","Line break"],["Esc","Stop the answer"],["↑","Edit the last message (in an empty field)"],["Mod+K","Search and commands"],["Mod+Shift+O","New chat"],["Mod+Shift+S","Show or hide the sidebar"],["Mod+Shift+C","Copy the last answer"],["Mod+/","This list"]],de=class extends f{constructor(){super(...arguments);this.reads=new S(this,y)}render(){return this.reads,s`<au-dialog heading="Keyboard shortcuts" ?open=${y.keys} @closed=${()=>y.set({keys:!1})}>
      <dl>
        ${lt.map(([e,t])=>s`<div><dt>${t}</dt><dd><kbd>${F(e)}</kbd></dd></div>`)}
      </dl>
    </au-dialog>`}};de.styles=[w,x` div{display:flex;align-items:center;justify-content:space-between;gap:1rem;min-height:40px;border-bottom:1px solid var(--line);}div:last-child{border-bottom:0;}kbd{padding:0.15rem 0.5rem;border:1px solid var(--line);border-bottom-width:2px;border-radius:7px;background:var(--bg-soft);font:0.87rem var(--font);white-space:nowrap;}`],de=n([b("au-keys")],de);var dt=150,We=6,Ve=200;function ct(a){return a.split("").map((o,e)=>{if(e===0)return s`${o}`;let[t,i]=o.split("");return s`<mark>${t}</mark>${i??""}`})}var P=class extends f{constructor(){super(...arguments);this.words="";this.hits=[];this.at=0;this.searching=!1;this.reads=new S(this,y,$)}updated(){y.palette&&!this.dialog.open?(this.words="",this.hits=[],this.at=0,this.field.value="",this.dialog.showModal(),this.field.focus()):!y.palette&&this.dialog.open&&this.dialog.close(),Me(this,y.palette)}entries(){let e=this.words.trim().toLowerCase(),t=l=>e.split(/\s+/).every(h=>l.toLowerCase().includes(h)),i=$.list.filter(l=>t(l.title)),r=i.slice(0,We).map(l=>({id:`c-${l.id}`,group:e===""?"Recent":"Conversations",icon:"clock",name:l.title||"New chat",detail:he(l.changed),run:()=>N.go(`/c/${l.id}`)})),c=new Set(i.slice(0,We).map(l=>l.id));for(let l of this.hits)l.message===void 0&&c.has(l.conversation)||r.push({id:`h-${l.message??l.conversation}`,group:"Found in messages",icon:"search",name:l.title||"New chat",detail:l.excerpt.replace(/\*\*|__|`+|(?<=\s|^)[#>|*-]+(?=\s)/g," ").replace(/\s+/g," "),run:()=>l.message===void 0?N.go(`/c/${l.conversation}`):d.reveal(l.conversation,l.message)});for(let l of _e().filter(h=>t(h.name))){let h={id:`k-${l.name}`,group:"Commands",icon:l.icon,name:l.name,run:l.run};l.keys&&(h.keys=F(l.keys)),r.push(h)}return r}typed(){this.words=this.field.value,this.at=0,clearTimeout(this.timer);let e=this.words.trim().slice(0,Ve);if(e===""){this.hits=[],this.searching=!1;return}this.searching=!0,this.timer=setTimeout(async()=>{let t=await X.search(e).catch(()=>({hits:[]}));this.words.trim().slice(0,Ve)===e&&(this.hits=t.hits,this.searching=!1)},dt)}key(e){let t=this.entries();if(e.key==="ArrowDown"||e.key==="ArrowUp")e.preventDefault(),this.at=(this.at+(e.key==="ArrowDown"?1:-1)+t.length)%Math.max(1,t.length),this.updateComplete.then(()=>this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({block:"nearest"}));else if(e.key==="Enter"&&!e.isComposing){e.preventDefault();let i=t[this.at];i&&this.pick(i)}}pick(e){y.set({palette:!1}),this.dialog.close(),e.run()}press(e){e.target===this.dialog&&this.dialog.close()}render(){this.reads;let e=y.palette?this.entries():[],t="";return s`<dialog
      aria-label="Search and commands"
      @close=${()=>y.palette&&y.set({palette:!1})}
      @mousedown=${this.press}
      @keydown=${this.key}
    >
      <div class="ask">
        ${u("search")}
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
              ${u(i.icon,18)}
              <span class="name" dir="auto"
                >${i.name}${i.detail?s`<span class="detail" dir="auto">${ct(i.detail)}</span>`:p}</span
              >
              ${i.keys?s`<kbd>${i.keys}</kbd>`:p}
            </div>`})}
      </div>
      ${e.length===0?s`<p class="none" role="status">${this.searching?"Searching…":"Nothing found."}</p>`:p}
    </dialog>`}};P.styles=[w,x` dialog{width:min(40rem,calc(100vw - 1.5rem));margin-top:min(14vh,8rem);max-height:min(34rem,76dvh);padding:0;border:1px solid var(--line);border-radius:18px;background:var(--bg-raised);color:var(--text);box-shadow:var(--shadow);overflow:hidden;}dialog[open]{display:flex;flex-direction:column;animation:rise var(--quick);}dialog::backdrop{background:rgb(8 12 18 / 40%);}@keyframes rise{from{opacity:0;transform:translateY(6px) scale(0.99);}}.ask{display:flex;align-items:center;gap:0.75rem;padding:0 1.125rem;border-bottom:1px solid var(--line);color:var(--text-3);}input{flex:1;min-width:0;height:54px;border:0;background:none;color:var(--text);font-size:1.08rem;}input::placeholder{color:var(--text-3);opacity:1;}input:focus-visible{outline:none;}.results{flex:1;min-height:0;overflow-y:auto;padding:0.375rem;}.group{padding:0.625rem 0.75rem 0.25rem;font-size:0.8rem;font-weight:600;color:var(--text-3);}.entry{display:grid;grid-template-columns:auto minmax(0,1fr) auto;align-items:center;gap:0.75rem;min-height:max(40px,var(--touch));padding:0.375rem 0.75rem;border-radius:11px;cursor:pointer;}.entry[aria-selected='true']{background:var(--bg-soft);}.entry svg{color:var(--text-3);}.name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}.detail{display:block;font-size:0.87rem;color:var(--text-3);white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}mark{background:var(--accent-soft);color:var(--accent);border-radius:3px;font-weight:550;}kbd{font:0.82rem var(--font);color:var(--text-3);}.none{padding:1.75rem;text-align:center;color:var(--text-3);}`],n([v()],P.prototype,"words",2),n([v()],P.prototype,"hits",2),n([v()],P.prototype,"at",2),n([v()],P.prototype,"searching",2),n([g("dialog")],P.prototype,"dialog",2),n([g("input")],P.prototype,"field",2),P=n([b("au-palette")],P);var Fe={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Ke=a=>(...o)=>({_$litDirective$:a,values:o}),me=class{constructor(o){}get _$AU(){return this._$AM._$AU}_$AT(o,e,t){this._$Ct=o,this._$AM=e,this._$Ci=t}_$AS(o,e){return this.update(o,e)}update(o,e){return this.render(...e)}};var{I:pt}=Se,Ae=a=>a;var Ge=()=>document.createComment(""),ee=(a,o,e)=>{let t=a._$AA.parentNode,i=o===void 0?a._$AB:o._$AA;if(e===void 0){let r=t.insertBefore(Ge(),i),c=t.insertBefore(Ge(),i);e=new pt(r,c,a,a.options)}else{let r=e._$AB.nextSibling,c=e._$AM,l=c!==a;if(l){let h;e._$AQ?.(a),e._$AM=a,e._$AP!==void 0&&(h=a._$AU)!==c._$AU&&e._$AP(h)}if(r!==i||l){let h=e._$AA;for(;h!==r;){let H=Ae(h).nextSibling;Ae(t).insertBefore(h,i),h=H}}}return e},K=(a,o,e=a)=>(a._$AI(o,e),a),ht={},Ye=(a,o=ht)=>a._$AH=o,Xe=a=>a._$AH,ue=a=>{a._$AR(),a._$AA.remove()};var Qe=(a,o,e)=>{let t=new Map;for(let i=o;i<=e;i++)t.set(a[i],i);return t},te=Ke(class extends me{constructor(a){if(super(a),a.type!==Fe.CHILD)throw Error("repeat() can only be used in text expressions")}dt(a,o,e){let t;e===void 0?e=o:o!==void 0&&(t=o);let i=[],r=[],c=0;for(let l of a)i[c]=t?t(l,c):c,r[c]=e(l,c),c++;return{values:r,keys:i}}render(a,o,e){return this.dt(a,o,e).values}update(a,[o,e,t]){let i=Xe(a),{values:r,keys:c}=this.dt(o,e,t);if(!Array.isArray(i))return this.ut=c,r;let l=this.ut??=[],h=[],H,z,E=0,q=i.length-1,T=0,j=r.length-1;for(;E<=q&&T<=j;)if(i[E]===null)E++;else if(i[q]===null)q--;else if(l[E]===c[T])h[T]=K(i[E],r[T]),E++,T++;else if(l[q]===c[j])h[j]=K(i[q],r[j]),q--,j--;else if(l[E]===c[j])h[j]=K(i[E],r[j]),ee(a,h[j+1],i[E]),E++,j--;else if(l[q]===c[T])h[T]=K(i[q],r[T]),ee(a,i[E],i[q]),q--,T++;else if(H===void 0&&(H=Qe(c,T,j),z=Qe(l,E,q)),H.has(l[E]))if(H.has(l[q])){let U=z.get(c[T]),be=U!==void 0?i[U]:null;if(be===null){let Ee=ee(a,i[E]);K(Ee,r[T]),h[T]=Ee}else h[T]=K(be,r[T]),ee(a,i[E],be),i[U]=null;T++}else ue(i[q]),q--;else ue(i[E]),E++;for(;T<=j;){let U=ee(a,h[j+1]);K(U,r[T]),h[T++]=U}for(;E<=q;){let U=i[E++];U!==null&&ue(U)}return this.ut=c,Ye(a,h),Te}});var Je=x` :host{display:flex;flex-direction:column;height:100%;background:var(--bg-side);}.top{display:flex;align-items:center;justify-content:space-between;min-height:56px;padding:0.375rem 0.75rem 0.375rem 1rem;}.brand{display:flex;align-items:center;gap:0.625rem;min-height:var(--touch);color:var(--text);text-decoration:none;font-size:1.12rem;font-weight:680;letter-spacing:-0.02em;border-radius:8px;}.do{display:grid;gap:1px;padding:0.125rem 0.5rem 0.5rem;}.do button{display:grid;grid-template-columns:auto 1fr auto;align-items:center;gap:0.625rem;min-height:max(38px,var(--touch));padding:0 0.625rem;border-radius:10px;font-weight:500;transition:background var(--quick);}.do button:hover{background:var(--bg-hover);}kbd{font:0.8rem var(--font);color:var(--text-3);opacity:0;transition:opacity var(--quick);}button:hover kbd,button:focus-visible kbd{opacity:1;}nav{flex:1;min-height:0;overflow-y:auto;padding:0 0.5rem 1rem;scrollbar-width:thin;}h2{position:sticky;top:0;z-index:1;padding:0.75rem 0.625rem 0.375rem;font-size:0.8rem;font-weight:600;color:var(--text-3);background:var(--bg-side);}li{position:relative;display:flex;align-items:center;border-radius:10px;transition:background var(--quick);}li:hover,li:focus-within{background:var(--bg-hover);}li.here{background:var(--accent-soft);}li a{flex:1;min-width:0;display:flex;align-items:center;gap:0.5rem;min-height:var(--touch);padding:0 0.625rem;border-radius:10px;color:var(--text);text-decoration:none;}li a:focus-visible{outline-offset:-2px;}.title{min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}li .icon{width:max(32px,var(--touch));opacity:0;}li .icon:hover{background:none;}li:hover .icon,li:focus-within .icon,li.here .icon,li .icon[aria-expanded='true']{opacity:1;}@media (hover: none){li .icon{opacity:1;}}.running{flex:none;width:8px;height:8px;border-radius:50%;background:var(--accent);animation:pulse 1.2s ease-in-out infinite;}@keyframes pulse{50%{opacity:0.35;}}.rename{width:100%;min-height:var(--touch);padding:0 0.5rem;border:1px solid var(--accent);border-radius:10px;background:var(--bg-raised);}.none{padding:1rem 0.625rem;color:var(--text-3);font-size:0.93rem;}.more{width:100%;min-height:var(--touch);padding:0 0.625rem;border-radius:10px;color:var(--text-3);font-size:0.9rem;}.more:hover{background:var(--bg-hover);}.foot{padding:0.375rem 0.5rem max(0.5rem,env(safe-area-inset-bottom));border-top:1px solid var(--line);}.person{display:flex;align-items:center;gap:0.75rem;width:100%;min-height:50px;padding:0.25rem 0.5rem;border-radius:12px;transition:background var(--quick);}.person:hover,.person[aria-expanded='true']{background:var(--bg-hover);}.face{display:grid;place-items:center;width:34px;height:34px;border-radius:50%;background:var(--accent-soft);color:var(--accent);font-weight:650;}.who{display:grid;min-width:0;line-height:1.3;}.who b{font-weight:580;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}.who span{font-size:0.83rem;color:var(--text-3);white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}`;var A=class extends f{constructor(){super(...arguments);this.reads=new S(this,$,N,m,C)}focus(){this.renderRoot.querySelector(".do button")?.focus()}openMenu(e,t){this.menu.items=[{label:e.pinned?"Unpin":"Pin",icon:"pin",run:()=>{$.pin(e.id,!e.pinned)}},{label:"Rename",icon:"write",run:()=>{this.rename(e)}},{label:"Delete",icon:"trash",danger:!0,apart:!0,run:()=>$.remove(e.id)}],this.menu.updateComplete.then(()=>this.menu.show(t))}async rename(e){this.renaming=e.id,await this.updateComplete;let t=this.renderRoot.querySelector(".rename");t?.focus(),t?.select()}renamed(e,t,i){if(this.renaming!==e.id)return;this.renaming=void 0;let r=t.value.trim();i&&r!==""&&r!==e.title&&$.rename(e.id,r.slice(0,200))}renameKey(e,t){let i=t.target;t.key==="Enter"&&!t.isComposing&&this.renamed(e,i,!0),t.key==="Escape"&&(t.stopPropagation(),this.renamed(e,i,!1))}scrolled(e){let t=e.target;t.scrollHeight-t.scrollTop-t.clientHeight<400&&$.loadMore()}item(e){let t=N.at.page==="chat"&&N.at.conversation===e.id;return this.renaming===e.id?s`<li>
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
        ${u("more",18)}
      </button>
    </li>`}person(){let e=c=>()=>{y.set({drawer:!1}),N.go(c)},t={system:"as the system",light:"light",dark:"dark"}[C.theme],i={system:"light",light:"dark",dark:"system"},r=[{label:"Sessions, keys and password",icon:"key",run:e("/account")},{label:"Status of this node",icon:"pulse",run:e("/status")}];return m.admin&&r.push({label:"Users",icon:"people",run:e("/users")}),r.push({label:`Theme: ${t}`,icon:C.theme==="dark"?"moon":C.theme==="light"?"sun":"screen",apart:!0,run:()=>C.setTheme(i[C.theme])},{label:"Keyboard shortcuts",icon:"keyboard",run:()=>y.set({keys:!0})},{label:"Sign out",icon:"leave",apart:!0,run:()=>{Ne()}}),r}render(){this.reads;let e=Ce($.list,new Date),t=m.me;return s`
      <div class="top">
        <a class="brand" href="/" aria-label="Aurora, new chat">${_(26)}<span>Aurora</span></a>
        <button class="icon" aria-label="Hide the sidebar" title=${F("Mod+Shift+S")} @click=${ze}>${u("panel")}</button>
      </div>
      <div class="do">
        <button @click=${qe}>${u("write",18)}<span>New chat</span><kbd aria-hidden="true">${F("Mod+Shift+O")}</kbd></button>
        <button @click=${()=>y.set({palette:!0,drawer:!1})}>
          ${u("search",18)}<span>Search</span><kbd aria-hidden="true">${F("Mod+K")}</kbd>
        </button>
      </div>
      <nav aria-label="Conversations" @scroll=${this.scrolled}>
        ${e.map(i=>s`<h2>${i.name}</h2>
            <ul>
              ${te(i.items,r=>r.id,r=>this.item(r))}
            </ul>`)}
        ${$.known&&e.length===0?s`<p class="none">Your conversations will be listed here.</p>`:p}
        ${$.more?s`<button class="more" @click=${()=>{$.loadMore()}}>Show earlier conversations</button>`:p}
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
    `}};A.styles=[w,M,Je],n([v()],A.prototype,"renaming",2),n([g("#of-conversation")],A.prototype,"menu",2),n([g("#of-person")],A.prototype,"personal",2),A=n([b("au-sidebar")],A);var ie=class extends f{constructor(){super(...arguments);this.reads=new S(this,O);this.newest=0}updated(){let e=O.shown.some(i=>i.id>this.newest);this.newest=Math.max(this.newest,...O.shown.map(i=>i.id)),this.stack.matches(":popover-open")&&(e||O.shown.length===0)&&this.stack.hidePopover(),e&&this.stack.showPopover()}render(){return this.reads,s`<div class="stack" popover="manual" role="status" aria-live="polite">
      ${te(O.shown,e=>e.id,e=>s`<div class="toast ${e.kind}">
          <span dir="auto">${e.text}</span>
          ${e.action?s`<button class="act" @click=${e.action.run}>${e.action.label}</button>`:p}
          <button class="icon" aria-label="Dismiss" @click=${()=>O.drop(e.id)}>${u("close",16)}</button>
        </div>`)}
    </div>`}};ie.styles=[w,M,x` .stack{position:fixed;inset:3.75rem 0 auto;width:100%;max-width:none;margin:0;padding:0 1rem;border:0;background:none;overflow:visible;pointer-events:none;}.stack:popover-open{display:grid;justify-items:center;gap:0.5rem;}.toast{pointer-events:auto;display:flex;align-items:center;gap:0.5rem;max-width:34rem;padding:0.375rem 0.375rem 0.375rem 1rem;border-radius:12px;background:var(--text);color:var(--bg);box-shadow:var(--shadow);animation:up var(--slow);}.toast span{padding:0.375rem 0;overflow-wrap:anywhere;}.error{background:var(--danger-soft);color:var(--danger);border:1px solid var(--danger);}.act{min-height:var(--touch);padding:0 0.75rem;border-radius:8px;font-weight:650;text-decoration:underline;text-underline-offset:3px;}.icon,.icon:hover:not(:disabled){color:inherit;background:none;}@keyframes up{from{opacity:0;transform:translateY(-10px);}}`],n([g(".stack")],ie.prototype,"stack",2),ie=n([b("au-toasts")],ie);var mt=262144,ut=400,G=class extends f{constructor(){super(...arguments);this.empty=!0;this.reads=new S(this,d,k);this.shownFor=null;this.focused=()=>this.area?.focus();this.leaving=()=>this.save()}connectedCallback(){super.connectedCallback(),oe.addEventListener("focus",this.focused),addEventListener("pagehide",this.leaving)}disconnectedCallback(){super.disconnectedCallback(),this.save(),oe.removeEventListener("focus",this.focused),removeEventListener("pagehide",this.leaving)}updated(){if(this.shownFor===this.conversation)return;let e=this.shownFor===void 0&&d.unsent.size>0;e?C.saveDraft(void 0,""):this.save(),this.shownFor=this.conversation,e||this.put(C.draft(this.conversation)),matchMedia("(pointer: coarse)").matches||this.area.focus()}put(e){this.area.value=e,this.grow()}focus(){this.area.focus()}save(){clearTimeout(this.saving),this.area&&this.shownFor!==null&&C.saveDraft(this.shownFor,this.area.value)}grow(){this.empty=this.area.value.trim()==="",this.area.style.height="auto",this.area.style.height=`${this.area.scrollHeight}px`}typed(){this.grow(),clearTimeout(this.saving),this.saving=setTimeout(()=>this.save(),ut)}key(e){e.isComposing||e.keyCode===229||(e.key==="Enter"&&!e.shiftKey&&!e.altKey?(e.preventDefault(),this.send()):e.key==="ArrowUp"&&this.area.value===""&&!d.live&&(e.preventDefault(),this.dispatchEvent(new CustomEvent("edit-last"))))}send(){let e=this.area.value.trim();if(e!==""){if(d.live&&d.queued){O.show("One message already waits. It goes out when this answer ends.");return}if(new TextEncoder().encode(e).length>mt){O.error("This is longer than a message may be (256 KiB). Send it in parts.");return}this.put(""),this.save(),this.dispatchEvent(new CustomEvent("sent")),d.send(e).catch(()=>{this.area.value===""&&this.put(e)})}}async takeBack(){try{let e=await d.unqueue();this.put(this.area.value.trim()===""?e:`${e}
${this.area.value}`),this.save(),this.area.focus()}catch(e){O.show(W(e))}}render(){this.reads;let{live:e,queued:t}=d;return s`
      ${t?s`<div class="queued">
            <b>Waits:</b><span dir="auto">${t.text}</span>
            <button class="icon" aria-label="Take the waiting message back" @click=${this.takeBack}>${u("close",16)}</button>
          </div>`:p}
      <div class="box">
        <textarea
          rows="1"
          dir="auto"
          aria-label="Message"
          placeholder=${e?"Write the next message":k.isGuide(d.model)?"Ask about Aurora":"Ask anything"}
          enterkeyhint="send"
          @input=${this.typed}
          @keydown=${this.key}
        ></textarea>
        <div class="buttons">
          ${e?s`<button class="go stop" aria-label="Stop (Escape)" title="Stop (Esc)" ?disabled=${e.stopping} @click=${()=>{d.stop()}}>
                <span class="square"></span>
              </button>`:p}
          ${!e||!this.empty?s`<button
                class="go"
                aria-label=${e?"Send when this answer ends":"Send"}
                title=${e?"Send when this answer ends":"Send"}
                ?disabled=${this.empty}
                @click=${this.send}
              >
                ${u("up")}
              </button>`:p}
        </div>
      </div>
    `}};G.styles=[w,M,x` :host{display:block;}.box{display:grid;grid-template-columns:1fr auto;align-items:end;gap:0.5rem;padding:0.5rem;border:1px solid var(--line);border-radius:26px;background:var(--bg-raised);box-shadow:var(--shadow-small);transition:border-color var(--quick);}.box:focus-within{border-color:var(--accent);}textarea{display:block;width:100%;min-height:40px;max-height:40dvh;resize:none;padding:0.47rem 0.75rem;border:0;background:none;font-size:1.0667rem;line-height:1.55;overflow-y:auto;}textarea:focus-visible{outline:none;}textarea::placeholder{color:var(--text-3);opacity:1;}.go{display:inline-flex;align-items:center;justify-content:center;width:max(40px,var(--touch));height:max(40px,var(--touch));border-radius:50%;background:var(--accent);color:var(--on-accent);transition:background var(--quick),opacity var(--quick);}.go:hover:not(:disabled){background:var(--accent-hover);}.go:disabled{background:var(--bg-hover);color:var(--text-3);}.stop{background:var(--text);color:var(--bg);}.stop:hover:not(:disabled){background:var(--text-2);}.square{width:13px;height:13px;border-radius:3px;background:currentcolor;}.buttons{display:flex;gap:0.375rem;}.queued{display:flex;align-items:center;gap:0.5rem;width:fit-content;max-width:100%;margin:0 0.75rem 0.5rem;padding:0.125rem 0.25rem 0.125rem 0.875rem;border:1px solid var(--line);border-radius:99px;background:var(--bg-raised);font-size:0.92rem;}.queued b{font-weight:550;color:var(--text-3);white-space:nowrap;}.queued span{min-width:0;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}`],n([L()],G.prototype,"conversation",2),n([v()],G.prototype,"empty",2),n([g("textarea")],G.prototype,"area",2),G=n([b("au-composer")],G);function Ze(a,o,e,t){let{text:i,offset:r}=gt(a,o,e),c=et(a.ownerDocument,t),l=i?.parentElement?.closest(".code");if(l){ye(l,t);return}let h=i?.parentElement?.closest("a");h?h.before(c):i?i.splitText(vt(i.data,r)).before(c):(a.lastElementChild??a).append(c)}function ye(a,o){a.querySelector(`.seam[data-at="${o.at}"]`)||a.querySelector(".bar > span")?.after(et(a.ownerDocument,o))}function et(a,o){let e=a.createElement("button");return e.type="button",e.className="seam",e.dataset.at=String(o.at),e.title=`${o.by} went on from here. Why?`,e.setAttribute("aria-label",`${o.by} went on from here. Why?`),e}function gt(a,o,e){let t=a.ownerDocument.createTreeWalker(a,4),i=0,r;for(let c=t.nextNode();c;c=t.nextNode()){let l=c;if(!l.parentElement?.closest(".bar, .leads")){r=l;for(let h=0;h<l.data.length;h++){let H=l.data[h];if(/\s/.test(H))continue;let z=o.indexOf(H,i);if(!(z<0||z-i>2e3)){if(z>=e)return{text:l,offset:h};i=z+1}}}}return{text:r,offset:r?.data.length??0}}function vt(a,o){let e=a.slice(0,o),t=/\S*$/.exec(e)[0].length;return o<a.length&&t<=24?o-t:o}var ft=/(?:^|\n)[ \t]*(?:[-*+>#=_~|][-*+>#=_~| \t]*|\d{1,3}[.)][ \t]*[*_]{0,3})$/,bt=/(?<=^|\s)[*_`[!]+$/,tt=/!?\[([^[\]\n]*)(?:\](?:\([^()\s]*)?)?$/;function it(a){let o=a.replace(ft,""),e=o.lastIndexOf(`
`)+1,t=o.slice(e);return/^ {0,3}(?:`{3}|~{3})/.test(t)||/^(?: {4}|\t)/.test(t)?o:o.slice(0,e)+wt(t.replace(bt,""))}function wt(a){let o=a.replace(/`+$/,"");if((o.match(/`/g)?.length??0)%2===1)return`${o}\``;let e=r=>r.replace(/`[^`]*`/g,c=>".".repeat(c.length)),t=a,i=tt.exec(e(a));if(i&&i[1]!==""&&!/^[ x]$/i.test(i[1])&&(t=a.slice(0,i.index)+a.slice(i.index).replace(tt,"$1")),/\*\*/.test(e(t))&&e(t).match(/\*\*/g).length%2===1){let r=t.replace(/[*\s]+$/,"");return(e(r).match(/\*\*/g)?.length??0)%2===1?`${r}**`:r}return t}var rt="h1,h2,h3,h4,h5,h6",xt=/^ {0,3}\[[^\]]+\]:/m,yt=/^ {0,3}(`{3,}|~{3,})([^\n`]*)\n/;function kt(a){let o=yt.exec(a);if(!o)return;let e=o[1],t=a.slice(o[0].length);return new RegExp(`^ {0,3}${e[0]==="`"?"`":"~"}{${e.length},} *$`,"m").test(t)?void 0:{language:/^[\w+#.-]{1,24}/.exec(o[2].trim())?.[0]??"",text:t}}var ge=class{constructor(o){this.host=o;this.closed=0;this.text="";this.seams=[];this.shown=[];this.tail=[];this.last=0;this.finished=!1}update(o,e,t=[]){if(this.seams=t.map(c=>({...c,at:c.at+/^\s*/.exec(o.slice(c.at))[0].length})),o.startsWith(this.text.slice(0,this.closed))||this.reset(),this.text=o,!e){this.finish(),this.finished=!0;return}if(this.finished&&this.reopen(),this.appendToFence(o.slice(this.closed)))return;let i=xe(o.slice(this.closed));i>0&&(this.dropTail(),this.shown.push(...this.append(le(o.slice(this.closed,this.closed+i)).blocks,this.closed)),this.closed+=i);let r=o.slice(this.closed);this.appendToFence(r)||(this.dropTail(),this.tail=this.append(le(it(r)).blocks,this.closed))}reset(){this.host.replaceChildren(),this.closed=0,this.shown=[],this.tail=[],this.fence=void 0,this.last=0,this.finished=!1}reopen(){if(this.finished=!1,this.last<0){this.reset();return}this.tail=this.shown.splice(-1),this.closed=this.last}finish(){if(!xt.test(this.text)){this.dropTail();let i=this.text.slice(this.closed),{blocks:r}=le(i);r.length>0&&(this.last=this.closed+xe(i)),this.shown.push(...this.append(r,this.closed)),this.closed=this.text.length;return}this.last=-1;let{blocks:o,links:e}=le(this.text);this.dropTail();let t=0;if(!e)for(;t<this.shown.length&&this.shown[t].raw===o[t]?.raw;)t++;for(let i of this.shown.splice(t))for(let r of i.nodes)r.remove();this.shown.push(...this.append(o.slice(t),0)),this.closed=this.text.length}append(o,e){return o.map(t=>{let i=Pe(t);for(let c of this.seams){let l=c.at-e-t.at;l>=0&&l<t.raw.length&&Ze(i,t.raw,l,c)}let r=[...i.childNodes];return this.level(i),this.host.append(i),{raw:t.raw,nodes:r}})}level(o){let e=[...this.host.querySelectorAll(rt)].at(-1)?.getAttribute("aria-level"),t=Number(e??1);for(let i of o.querySelectorAll(rt))t=Math.min(Number(i.tagName[1])+1,t+1,6),i.setAttribute("aria-level",String(t))}dropTail(){for(let o of this.tail)for(let e of o.nodes)e.remove();this.tail=[],this.fence=void 0}appendToFence(o){let e=kt(o);if(!e)return!1;if(!this.fence||this.fence.language!==e.language||!e.text.startsWith(this.fence.code.data)){this.dropTail();let r=this.host.ownerDocument,c=r.createElement("pre");c.dataset.language=e.language;let l=r.createElement("code"),h=r.createTextNode("");l.append(h),c.append(l);let H=r.createElement("div");H.append(c),Be(c);let z=H.firstElementChild;this.host.append(z),this.fence={language:e.language,code:h},this.tail=[{raw:"",nodes:[z]}]}let t=this.fence.code;t.appendData(e.text.slice(t.data.length));let i=t.parentElement.closest(".code");for(let r of this.seams)r.at>=this.closed&&r.at<this.closed+o.length&&ye(i,r);return!0}};var re=[],$t=8,ke=!1;function Et(){ke=!1;let a=performance.now()+$t;for(;re.length>0&&performance.now()<a;)re.pop().paint();re.length>0?at():ve.dispatchEvent(new Event("painted"))}var ve=new EventTarget;function st(){return re.length>0}function at(){ke||(ke=!0,setTimeout(Et))}var V=class extends f{constructor(){super(...arguments);this.text="";this.seams=[];this.growing=!1}updated(e){!e.has("text")&&!e.has("growing")||(this.live&&this.growing?this.paint():re.includes(this)||(re.push(this),at()))}paint(){this.isConnected&&(this.live??=new ge(this.host),this.live.update(this.text,this.growing,this.seams),this.growing||this.colourLater())}async colourLater(){let e=[...this.host.querySelectorAll('pre[data-language]:not([data-language=""])')];if(e.length===0)return;let{colour:t}=await import("./highlight-S6T5JF7X.js");for(let i of e)i.querySelector("span")||(await new Promise(r=>setTimeout(r)),t(i))}async press(e){let t=e.target.closest("button.seam");t&&this.dispatchEvent(new CustomEvent("seam",{detail:t}));let i=e.target.closest("button.copy");if(!i)return;let r=i.closest(".code").querySelector("code").textContent??"";await ne(r,"")&&(i.textContent="Copied",setTimeout(()=>i.textContent="Copy",1500))}render(){return s`<div class="text" part="text" @click=${this.press}></div>`}};V.styles=[w,x` :host{display:block;}.text{font-size:1.0667rem;line-height:1.68;overflow-wrap:break-word;}.text > * + *{margin-top:0.9em;}ul,ol{padding-inline-start:1.5em;}ul{list-style:disc;}ol{list-style:decimal;}li + li,li > ul,li > ol{margin-top:0.35em;}li::marker{color:var(--text-3);}li > p + p{margin-top:0.6em;}h1,h2,h3,h4,h5,h6{line-height:1.3;letter-spacing:-0.012em;font-weight:650;font-size:1.06rem;}h1{font-size:1.5rem;}h2{font-size:1.3rem;}h3{font-size:1.15rem;}.text > * + :is(h1,h2,h3,h4,h5,h6){margin-top:1.4em;}:is(h1,h2,h3,h4,h5,h6) + *{margin-top:0.5em;}blockquote{margin:0;padding-inline-start:1em;border-inline-start:3px solid var(--line);color:var(--text-2);}hr{border:0;border-top:1px solid var(--line);margin:1.5em 0;}a{text-underline-offset:3px;text-decoration-thickness:1px;}a.picture{display:inline-flex;padding:0.4em 0.8em;border:1px dashed var(--line-strong);border-radius:8px;text-decoration:none;}a.picture::before{content:'Picture: ';white-space:pre;color:var(--text-3);}img{max-width:100%;border-radius:8px;}:not(pre) > code{font-family:var(--mono);font-size:0.875em;background:var(--bg-soft);padding:0.15em 0.4em;border-radius:6px;}.code{border:1px solid var(--line);border-radius:12px;overflow:hidden;background:var(--code-bg);}.bar{display:flex;align-items:center;justify-content:space-between;padding:0.125rem 0.25rem 0.125rem 1rem;font-size:0.82rem;color:var(--text-3);border-bottom:1px solid var(--line);user-select:none;}.copy{min-height:max(30px,var(--touch));padding:0 0.75rem;border-radius:8px;color:var(--text-2);}.copy:hover{background:var(--bg-hover);}pre{margin:0;padding:0.875rem 1rem;overflow-x:auto;font:0.875rem/1.6 var(--mono);tab-size:4;}pre:focus-visible,.scroll:focus-visible{outline-offset:-2px;}.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;}table{border-collapse:collapse;width:100%;font-size:0.95rem;line-height:1.5;}th,td{padding:0.55rem 0.9rem;text-align:start;border-bottom:1px solid var(--line);}th{font-weight:600;background:var(--bg-soft);white-space:nowrap;}tr:last-child td{border-bottom:0;}[data-align='right']{text-align:end;}[data-align='center']{text-align:center;}.leads{color:var(--warn);font-size:0.92em;unicode-bidi:isolate;}.seam{position:relative;display:inline-block;width:13px;height:1em;margin:0 0.1em;vertical-align:-0.12em;border-radius:4px;color:var(--text-3);user-select:none;}.seam::before{content:'';position:absolute;inset:0 auto 0 6px;border-inline-start:1px solid currentcolor;}.seam::after{content:'';position:absolute;inset:auto auto 0 3px;width:7px;height:7px;border-radius:50%;background:currentcolor;}.seam:hover{color:var(--accent);}.bar .seam{margin-inline:0.5rem auto;}.hljs-keyword,.hljs-selector-tag,.hljs-meta,.hljs-section{color:var(--hl-key);}.hljs-string,.hljs-regexp,.hljs-addition,.hljs-quote{color:var(--hl-text);}.hljs-number,.hljs-literal,.hljs-symbol,.hljs-bullet,.hljs-variable,.hljs-template-variable{color:var(--hl-number);}.hljs-title,.hljs-attr,.hljs-attribute,.hljs-name,.hljs-built_in,.hljs-type,.hljs-selector-class,.hljs-selector-id,.hljs-property{color:var(--hl-name);}.hljs-comment,.hljs-deletion{color:var(--hl-note);}`],n([L({attribute:!1})],V.prototype,"text",2),n([L({attribute:!1})],V.prototype,"seams",2),n([L({type:Boolean,reflect:!0})],V.prototype,"growing",2),n([g(".text")],V.prototype,"host",2),V=n([b("au-markdown")],V);var ot=x` :host{display:block;}article{display:block;}.bubble{max-width:min(85%,36rem);padding:0.625rem 1.05rem;border-radius:20px 20px 6px 20px;background:var(--bg-soft);font-size:1.0667rem;line-height:1.6;white-space:pre-wrap;overflow-wrap:anywhere;}.said{display:flex;justify-content:flex-end;}.answer{display:grid;grid-template-columns:26px minmax(0,1fr);gap:0.875rem;}.glyph{padding-top:1px;}.content{min-width:0;}.actions{display:flex;align-items:center;flex-wrap:wrap;gap:0.125rem;min-height:var(--touch);margin-top:0.375rem;margin-inline-start:-0.5rem;}.actions.end{justify-content:flex-end;margin-inline:0;margin-top:0.125rem;}.actions.end > *{opacity:0;transition:opacity var(--quick);}.actions.end > .siblings,article:hover .actions.end > *,article:focus-within .actions.end > *{opacity:1;}@media (hover: none){.actions.end > *{opacity:1;}}.siblings{display:inline-flex;align-items:center;font-size:0.87rem;font-variant-numeric:tabular-nums;color:var(--text-2);}.siblings .icon{width:max(26px,calc(var(--touch) - 8px));}.chip{display:inline-flex;align-items:center;flex-wrap:wrap;gap:0.125rem 0.625rem;min-height:max(28px,calc(var(--touch) - 8px));margin-inline-start:0.375rem;padding:0.125rem 0.75rem;border:1px solid var(--line);border-radius:15px;font-size:0.83rem;color:var(--text-2);font-variant-numeric:tabular-nums;transition:background var(--quick),border-color var(--quick);}.actions > .button{margin-inline-start:0.5rem;}.later,.chip.unknown{visibility:hidden;}.chip:hover,.chip[aria-expanded='true']{background:var(--bg-soft);border-color:var(--line-strong);}.where{font-weight:550;overflow-wrap:anywhere;}.dot{color:var(--text-3);font-weight:400;}.state.stopped,.state.interrupted{color:var(--warn);}.state.failed{color:var(--danger);}.state:empty{display:none;}.figure{white-space:nowrap;display:inline-flex;align-items:center;gap:0.25rem;color:var(--text-3);}.ask{color:var(--accent);font-weight:550;}.step{display:flex;align-items:center;gap:0.625rem;min-height:1.8rem;color:var(--text-3);font-size:0.97rem;}.pulse{width:9px;height:9px;border-radius:50%;background:var(--accent);animation:pulse 1.2s ease-in-out infinite;}@keyframes pulse{50%{opacity:0.35;transform:scale(0.75);}}.thinking{margin-bottom:0.75rem;color:var(--text-3);font-size:0.95rem;}.thinking summary{display:inline-flex;align-items:center;gap:0.375rem;min-height:max(28px,var(--touch));cursor:pointer;list-style:none;border-radius:6px;}.thinking summary::-webkit-details-marker{display:none;}.thinking summary svg{transform:rotate(-90deg);transition:transform var(--quick);}.thinking[open] summary svg{transform:none;}.thoughts{white-space:pre-wrap;overflow-wrap:anywhere;padding-inline-start:0.875rem;border-inline-start:2px solid var(--line);margin-top:0.25rem;}.missed{margin-top:0.875rem;padding:0.5rem 0.875rem;border-radius:var(--radius);background:var(--warn-soft);color:var(--warn);font-size:0.93rem;}.ending{display:flex;align-items:center;justify-content:space-between;flex-wrap:wrap;gap:0.5rem 1rem;margin-top:0.875rem;padding:0.5rem 0.5rem 0.5rem 0.875rem;border-radius:var(--radius);background:var(--bg-soft);color:var(--text-2);font-size:0.93rem;}.ending.interrupted{background:var(--warn-soft);color:var(--warn);}.ending.failed{background:var(--danger-soft);color:var(--danger);}.ending .button{color:var(--text);}.row{display:flex;align-items:center;gap:0.5rem;margin-top:0.5rem;}.row.end{justify-content:flex-end;}.row .hint{flex:1;}.hint{color:var(--text-3);font-size:0.87rem;}.bad{color:var(--danger);font-weight:550;}.why{min-width:0;color:var(--text-2);font-size:0.93rem;text-wrap:balance;}.row.end .button{flex:none;}.edit{margin-bottom:1.5rem;padding:0.875rem;border-radius:18px;background:var(--bg-soft);}.edit textarea{display:block;width:100%;min-height:3.4rem;resize:none;padding:0.125rem 0.25rem;border:0;background:none;font-size:1.0667rem;line-height:1.6;}.edit textarea:focus-visible{outline:none;}.edit:focus-within{box-shadow:0 0 0 2px var(--accent);}@media (max-width: 640px){.answer{grid-template-columns:minmax(0,1fr);}.glyph{display:none;}/* A line of its own from the beginning: there is room for all of it,and nothing wraps later. */ .actions > .chip{order:1;flex:0 1 auto;flex-wrap:nowrap;min-width:0;max-width:calc(100% - 0.5rem);margin-inline-start:0.5rem;}.actions:not(.end)::after{content:'';flex-basis:100%;}.chip .where{min-width:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;}/* The words are for ears only;a mark says that there is more behind it. */ .chip .ask{font-size:0;}.chip .ask::after{content:'›' / '';font-size:1.2rem;line-height:1;}}`;var R=class extends f{constructor(){super(...arguments);this.live=!1;this.delivery="";this.last=!1;this.version=0;this.editing=!1;this.seamsKept=[];this.whyHere=e=>this.why.show(e.currentTarget??e.target)}willUpdate(e){e.has("live")&&(this.unsubscribe?.(),this.unsubscribe=this.live?d.ticks.subscribe(()=>this.requestUpdate()):void 0)}disconnectedCallback(){super.disconnectedCallback(),this.unsubscribe?.(),this.unsubscribe=void 0}connectedCallback(){super.connectedCallback(),this.live&&!this.unsubscribe&&(this.unsubscribe=d.ticks.subscribe(()=>this.requestUpdate()))}async edit(){this.editing=!0,await this.updateComplete;let e=this.area;e.value=this.message.text,this.grow(),e.focus(),e.setSelectionRange(e.value.length,e.value.length)}grow(){let e=this.area;e.style.height="auto",e.style.height=`${Math.min(e.scrollHeight,innerHeight*.5)}px`}editKey(e){e.isComposing||e.keyCode===229||(e.key==="Escape"?(e.stopPropagation(),this.leave()):e.key==="Enter"&&!e.shiftKey&&(e.preventDefault(),this.save()))}async leave(){this.editing=!1,await this.updateComplete,this.renderRoot.querySelector('button[aria-label="Edit the message"]')?.focus()}save(){let e=this.area?.value.trim()??"";e!==""&&(this.editing=!1,oe.dispatchEvent(new Event("focus")),d.send(e,{parent:this.message.parent}))}others(){let e=He(d.tree,this.message.id);if(e.length<2)return p;let t=e.findIndex(r=>r.id===this.message.id),i=r=>d.select(e[r]);return s`<div class="siblings" role="group" aria-label="Versions">
      <button class="icon" aria-label="Version before" ?disabled=${t===0} @click=${()=>i(t-1)}>${u("left",16)}</button>
      <span aria-label=${`Version ${t+1} of ${e.length}`}>${t+1}/${e.length}</span>
      <button class="icon" aria-label="Version after" ?disabled=${t===e.length-1} @click=${()=>i(t+1)}>
        ${u("right",16)}
      </button>
    </div>`}person(){let{text:e}=this.message;return this.editing?s`<div class="edit">
        <textarea dir="auto" aria-label="Edit the message" @input=${this.grow} @keydown=${this.editKey}></textarea>
        <div class="row">
          <span class="hint">What follows stays, as another version.</span>
          <button class="button small" @click=${this.leave}>Cancel</button>
          <button class="button small primary" @click=${this.save}>Send</button>
        </div>
      </div>`:s`<div class="said"><div class="bubble" dir="auto">${e}</div></div>
      ${this.delivery==="failed"?s`<div class="row end" role="alert">
            <span class="why"><b class="bad">Not sent.</b> ${this.message.error}</span>
            <button class="button small" @click=${()=>{d.deliver(this.message)}}>${u("again",16)} Send again</button>
          </div>`:s`<div class="actions end">
            ${this.others()}
            <button class="icon" aria-label="Copy the message" title="Copy" @click=${()=>{ne(e)}}>${u("copy",17)}</button>
            <button class="icon" aria-label="Edit the message" title="Edit" ?disabled=${d.live!==void 0} @click=${this.edit}>
              ${u("write",17)}
            </button>
          </div>`}`}thinking(){let{thinking:e,text:t}=this.message;if(!e)return p;let i=this.live&&t==="";return s`<details class="thinking">
      <summary>${u("chevron",16)}<span>${i?"Thinking…":"Thought about it"}</span></summary>
      <div class="thoughts" dir="auto">${e}</div>
    </details>`}ending(){let e=this.message;if(this.live||e.state==="done"||e.state==="rendering")return p;if(e.state==="stopped"&&e.text!=="")return p;let t={stopped:"You stopped this answer before its first word.",interrupted:e.text?"The node went down while it wrote this. What it had stored is here; the last second may be missing.":"The node went down before anything of this answer was stored.",failed:e.error||"No engine could complete this answer."}[e.state];return s`<div class="ending ${e.state}">
      <span dir="auto">${t}</span> ${this.resume()}
    </div>`}resume(){let e=this.message;return s`<button class="button small" ?disabled=${d.live!==void 0} @click=${()=>{d.resume(e)}}>
      ${u("play",15)} Continue
    </button>`}missed(){let e=this.message.decision?.missed;return e?s`<p class="missed" role="note">
      Your engine ${e.engine} has been away since ${he(e.since)}; the guide ${this.live?"answers":"answered"}, which only knows Aurora.
    </p>`:p}chip(){let e=this.message,{figures:t,decision:i,moves:r}=e,c=t?.place??i?.chosen,l=t&&t.firstTokenMillis>0?Ie(t.firstTokenMillis):"–",h=t&&t.tokensPerSecond>0?je(t.tokensPerSecond):"–",H=r?.map(z=>z.from.engine).filter(z=>z!==c?.engine)[0];return s`<button
      class="chip ${c?"":"unknown"}"
      aria-haspopup="dialog"
      aria-expanded="false"
      ?disabled=${!c}
      @click=${this.whyHere}
    >
      <span class="where"
        >${H?s`${H}<span class="dot" aria-label="then"> → </span>`:p}${c?.engine}<span class="dot"> · </span>${c?.model}</span
      >
      ${this.live||t?s`<span class="figure" title="Time to first token"
              ><span class="unseen">first token</span>${u("clock",13)}${l}</span
            >
            <span class="figure" title="Tokens per second">${h} tok/s</span>`:p}
      <span class="figure state ${e.state}">${De(e,this.live)}</span>
      <span class="ask">Why here</span>
    </button>`}seams(){let{moves:e}=this.message;return this.seamsOf!==e&&(this.seamsOf=e,this.seamsKept=(e??[]).filter(t=>t.characters>0).map(t=>({at:t.characters,by:`${t.to.engine} (${t.to.model})`}))),this.seamsKept}again(e){let t=this.message,i=t.model,r=k.offers.filter(c=>c.id!==i);if(r.length===0){d.regenerate(t);return}this.menu.items=[{label:"Try again",icon:"again",run:()=>{d.regenerate(t)}},...r.map((c,l)=>({label:c.id,hint:c.purpose==="guide"?"The guide: only about Aurora":c.engines.join(", "),apart:l===0,run:()=>{d.regenerate(t,c.id)}}))],this.menu.updateComplete.then(()=>this.menu.show(e.target))}assistant(){let e=this.message,t=this.live&&e.text===""&&!e.thinking,i=this.live?"later":"",r=this.live?d.live?.step:"";return s`<div class="answer">
      <div class="glyph" aria-hidden="true">${_(26)}</div>
      <div class="content">
        ${this.thinking()}
        ${t||r?s`<div class="step"><span class="pulse"></span>${r||"Waiting for the first word"}</div>`:p}
        <au-markdown
          .text=${e.text}
          .seams=${this.seams()}
          ?growing=${this.live}
          @seam=${c=>this.why.show(c.detail)}
        ></au-markdown>
        ${this.missed()} ${this.ending()}
        <div class="actions">
          ${this.others()}
          <button class="icon ${i}" aria-label="Copy the answer" title="Copy" @click=${()=>{ne(e.text)}}>
            ${u("copy",17)}
          </button>
          <button
            class="icon ${i}"
            aria-label="Answer again"
            title="Answer again"
            aria-haspopup="menu"
            ?disabled=${d.live!==void 0}
            @click=${this.again}
          >
            ${u("again",17)}
          </button>
          ${this.chip()} ${!this.live&&e.state==="stopped"&&e.text!==""?this.resume():p}
        </div>
      </div>
      <au-why
        .decision=${e.decision}
        .figures=${e.figures}
        .moves=${e.moves??[]}
        .characters=${e.text.length}
      ></au-why>
      <au-menu label="Answer again with"></au-menu>
    </div>`}render(){let e=this.message.author==="person";return s`<article aria-label=${e?"You":"Aurora"} aria-busy=${this.live}>${e?this.person():this.assistant()}</article>`}};R.styles=[w,M,ot],n([L({attribute:!1})],R.prototype,"message",2),n([L({type:Boolean})],R.prototype,"live",2),n([L()],R.prototype,"delivery",2),n([L({type:Boolean,reflect:!0})],R.prototype,"last",2),n([L({type:Number})],R.prototype,"version",2),n([v()],R.prototype,"editing",2),n([g("au-why")],R.prototype,"why",2),n([g("au-menu")],R.prototype,"menu",2),n([g("textarea")],R.prototype,"area",2),R=n([b("au-message")],R);var ce=40,Tt=700,St=800,Mt=10,Lt=20,Ct=16,nt=64,D=class extends f{constructor(){super(...arguments);this.following=!0;this.near=!0;this.window=ce;this.settling=!1;this.settle=()=>{this.adding=!1,!d.loading&&(clearTimeout(this.settled),this.settling=!1,this.toTarget(),this.target=void 0)};this.reads=new S(this,d,k);this.lastTop=0;this.lastHeight=0;this.touched=0;this.adding=!1;this.saidOf="";this.said=0;this.version=0;this.intended=()=>{this.touched=performance.now(),this.target=void 0}}connectedCallback(){super.connectedCallback(),this.unsubscribe=d.ticks.subscribe(()=>this.speak()),ve.addEventListener("painted",this.settle)}disconnectedCallback(){super.disconnectedCallback(),this.unsubscribe?.(),this.resize?.disconnect(),ve.removeEventListener("painted",this.settle)}firstUpdated(){this.resize=new ResizeObserver(()=>{this.following?this.toEnd():this.toTarget(),this.near=this.toGo()<nt}),this.resize.observe(this.list),this.resize.observe(this.scroller)}willUpdate(){this.version++,this.shown!==d.id&&(this.shown=d.id,this.following=!0,this.target=void 0,this.window=ce,this.until=void 0,this.settling=d.loading,this.settleLater()),this.aim()}settleLater(){clearTimeout(this.settled),this.settled=setTimeout(()=>{this.settling=!1,st()||(this.target=void 0)},St)}aim(){let{sought:e,path:t}=d,i=e&&e.conversation===d.id?t.findIndex(l=>l.id===e.message):-1;if(!e||i<0)return;d.sought=void 0,this.target=e.message,this.following=!1;let{from:r,to:c}=this.range();if(i<r||i>=c){let l=Math.min(t.length,i+1+Lt);this.until=l<t.length?t[l-1].id:void 0,this.window=l-Math.max(0,i-Mt)}this.settleLater()}updated(){this.following?this.toEnd():this.toTarget(),this.speak()}toEnd(){this.scroller.scrollTop=this.scroller.scrollHeight,this.remember()}toTarget(){let e=this.target&&this.renderRoot.querySelector(`#m-${CSS.escape(this.target)}`);e&&(this.scroller.scrollTop+=e.getBoundingClientRect().top-this.scroller.getBoundingClientRect().top-Ct,this.remember())}range(){let{path:e}=d,t=this.until===void 0?-1:e.findIndex(r=>r.id===this.until),i=t<0?e.length:t+1;return{from:Math.max(0,i-this.window),to:i}}toGo(){let{scrollTop:e,scrollHeight:t,clientHeight:i}=this.scroller;return this.until===void 0?t-e-i:1/0}remember(){this.lastTop=this.scroller.scrollTop,this.lastHeight=this.scroller.scrollHeight}follow(){this.target=void 0,this.following=!0,this.until===void 0?this.toEnd():(this.until=void 0,this.window=ce)}scrolled(){let{scrollTop:e,scrollHeight:t,clientHeight:i}=this.scroller;if(this.near=this.toGo()<nt,this.target)return;let r=t===this.lastHeight||performance.now()-this.touched<Tt;this.near?this.following=!0:e<this.lastTop-1&&r&&(this.following=!1),this.remember(),e<400&&!this.following&&this.earlier(),t-e-i<400&&this.later()}later(){if(this.until===void 0)return;let{path:e}=d,{to:t}=this.range(),i=Math.min(e.length,t+ce);this.window+=i-t,this.until=i<e.length?e[i-1].id:void 0}async earlier(){if(this.adding||this.range().from===0)return;this.adding=!0,this.following=!1;let{scrollHeight:e,scrollTop:t}=this.scroller;this.scroller.style.overflowAnchor="none",this.window+=ce,await this.updateComplete,this.scroller.scrollTop=t+this.scroller.scrollHeight-e,this.remember(),requestAnimationFrame(()=>this.scroller.style.overflowAnchor="auto")}speak(){let e=d.live,t=d.tree.get(e?.answer??this.saidOf);if(!t||t.author!=="assistant"||(e&&this.saidOf!==t.id&&(this.saidOf=t.id,this.said=0,this.spoken.replaceChildren()),this.saidOf!==t.id))return;let{said:i,to:r}=e?Oe(t.text,this.said):{said:t.text.slice(this.said),to:t.text.length};this.said=r;let c=Ue(i);if(c!==""){let l=document.createElement("p");l.textContent=c,this.spoken.append(l)}e||(this.saidOf="")}editLast(){let e=d.path.findLast(i=>i.author==="person"),t=e&&this.renderRoot.querySelector(`#m-${CSS.escape(e.id)}`);t&&t.edit()}problem(){return s`<div class="problem">
      <p>${d.problem}</p>
      <a class="button" href="/">Start a new chat</a>
    </div>`}render(){if(this.reads,d.problem)return s`<div class="scroll"><div class="list">${this.problem()}</div></div><div class="spoken unseen" role="log"></div>`;let e=d.path,{from:t,to:i}=this.range();return s`
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
          ${d.loading&&e.length===0?s`<div aria-hidden="true"><div class="ghost short"></div><div class="ghost"></div><div class="ghost"></div><div class="ghost last"></div></div>`:p}
          ${t>0?s`<div class="earlier"><button class="button small" @click=${this.earlier}>Show earlier messages</button></div>`:p}
          <div class=${this.settling&&e.length>0?"settling":""}>${te(e.slice(t,i),r=>r.id,r=>s`<au-message
              id="m-${r.id}"
              class=${r.author}
              .message=${r}
              .delivery=${d.unsent.get(r.id)??""}
              .version=${this.version}
              ?live=${d.live?.answer===r.id}
              ?last=${r.id===d.leaf}
            ></au-message>`)}</div>
          ${this.until===void 0?p:s`<div class="earlier"><button class="button small" @click=${this.later}>Show later messages</button></div>`}
        </div>
      </div>
      ${this.following||this.near||e.length===0?p:s`<button class="newest" @click=${this.follow}>${u("down",17)} Jump to newest</button>`}
      <div class="spoken unseen" role="log" aria-live="polite" aria-label="Answer"></div>
    `}};D.styles=[w,M,x` :host{display:block;position:relative;flex:1;min-height:0;}.scroll{height:100%;overflow-y:auto;scrollbar-gutter:stable both-edges;}.scroll:focus-visible{outline-offset:-3px;}.list{max-width:calc(var(--column) + 2.5rem);margin:0 auto;padding:1rem clamp(0.625rem,3vw,1.25rem) 2rem;}au-message{margin-bottom:1.5rem;}au-message.person{margin-bottom:0.125rem;}.newest{position:absolute;inset-inline:0;bottom:0.75rem;margin:0 auto;display:flex;width:fit-content;align-items:center;gap:0.375rem;min-height:max(36px,var(--touch));padding:0 1rem 0 0.75rem;border:1px solid var(--line);border-radius:99px;background:var(--bg-raised);box-shadow:var(--shadow-small);font-size:0.9rem;font-weight:550;animation:rise var(--quick);}.newest:hover{background:var(--bg-soft);}@keyframes rise{from{opacity:0;transform:translateY(6px);}}.settling{visibility:hidden;}.earlier{display:flex;justify-content:center;padding-bottom:1rem;}.ghost{height:1.1rem;margin-bottom:0.875rem;border-radius:8px;background:var(--bg-soft);animation:breathe 1.5s ease-in-out infinite;}.ghost.short{width:45%;margin:1.5rem 0 2rem auto;height:2.6rem;border-radius:20px;}.ghost.last{width:70%;}@keyframes breathe{50%{opacity:0.5;}}.problem{display:grid;justify-items:center;gap:1rem;padding:16vh 1.5rem;text-align:center;color:var(--text-2);}`],n([v()],D.prototype,"following",2),n([v()],D.prototype,"near",2),n([v()],D.prototype,"window",2),n([v()],D.prototype,"until",2),n([g(".scroll")],D.prototype,"scroller",2),n([g(".list")],D.prototype,"list",2),n([g(".spoken")],D.prototype,"spoken",2),n([v()],D.prototype,"settling",2),D=n([b("au-log")],D);var J=class extends f{constructor(){super(...arguments);this.reads=new S(this,k,d,C)}hint(e){if(e.purpose==="guide")return"The guide: answers questions about Aurora only";let t=e.engines.join(", "),i=e.contextMax>0?` · ${Math.round(e.contextMax/1024)}k context`:"";return`${t}${i}${e.loaded?" · in memory":""}`}items(){let e=d.model,t=i=>{d.setModel(i)};return[{label:"Auto",hint:k.guideOnly?"The best model here; for now that is the guide":"The best model, where it is fastest",checked:e===Q,run:()=>t(Q)},...k.offers.map((i,r)=>({label:i.id,hint:this.hint(i),checked:e===i.id,apart:r===0,run:()=>t(i.id)}))]}open(){k.load().catch(()=>{}),this.menu.show(this.button)}render(){this.reads;let e=d.model,t=k.isGuide(e);return s`<button aria-haspopup="menu" aria-expanded="false" aria-label=${`Model: ${e===Q?"Auto":e}${t?" guide":""}`} @click=${this.open}>
        <span class="name">${e===Q?"Auto":e}${t?s` <span class="what">guide</span>`:""}</span>
        ${u("chevron",16)}
      </button>
      <au-menu label="Models" .items=${this.items()}></au-menu>`}};J.styles=[w,x` :host{min-width:0;}button{display:inline-flex;align-items:center;gap:0.375rem;max-width:100%;min-height:max(38px,var(--touch));padding:0 0.625rem;border-radius:10px;font-size:1.04rem;font-weight:600;letter-spacing:-0.01em;transition:background var(--quick);}button:hover,button[aria-expanded='true']{background:var(--bg-hover);}.name{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;}.what{color:var(--text-3);font-weight:450;}svg{color:var(--text-3);}`],n([g("au-menu")],J.prototype,"menu",2),n([g("button")],J.prototype,"button",2),J=n([b("au-picker")],J);var Ht=[{icon:"info",text:"What does Aurora do?",about:"A short tour"},{icon:"pulse",text:"How does Aurora choose where an answer is rendered?",about:"The forecast, explained"},{icon:"plus",text:"How do I add an Ollama engine?",about:"Bring your own models"}],Y=class extends f{constructor(){super(...arguments);this.reads=new S(this,d,k)}willUpdate(){d.id!==this.conversation&&d.open(this.conversation)}hour(){let e=new Date().getHours();return e>=5&&e<12?"Good morning":e>=12&&e<18?"Good afternoon":"Good evening"}ask(e){d.path.length>0||d.send(e,{parent:d.leaf,model:"aurora-guide"}).catch(()=>{})}hello(){return s`<div class="hello">
      <div class="glow"></div>
      <div>${_(52)}</div>
      <h1 dir="auto">${this.hour()}, ${m.me?.name??""}</h1>
      <p class="sub">
        ${k.guideOnly?s`The guide knows Aurora itself. To ask about anything, ${m.admin?s`install Ollama on this machine, or <a href="/status">add an engine</a>.`:s`somebody must add an engine to this node; its <a href="/status">status</a> tells what it has.`}`:"Ask from anywhere. The answer is rendered where it will be finished first."}
      </p>
      <div class="starters">
        ${Ht.map(e=>s`<button class="starter" @click=${()=>this.ask(e.text)}>
            ${u(e.icon,20)}<b>${e.text}</b><span>${e.about}</span>
          </button>`)}
      </div>
    </div>`}fine(e){return e||!k.isGuide(d.model)?s`<p class="fine">Answers can be wrong. Check what matters.</p>`:k.guideOnly?s`<p class="fine guide">
      Only the guide is here, which knows Aurora.
      ${m.admin?s`<a href="/status">Add an engine</a> to ask about anything.`:s`Somebody must add an engine to ask about anything.`}
    </p>`:s`<p class="fine guide">
        The guide knows Aurora only. <button class="link" @click=${()=>{d.setModel(Q)}}>Ask the best model here</button>
      </p>`}render(){this.reads;let e=d.id===void 0&&d.path.length===0;return s`
      <au-top><au-picker></au-picker></au-top>
      ${e?this.hello():s`<h1 class="unseen">${d.summary?.title??"Conversation"}</h1><au-log></au-log>`}
      ${d.problem?p:s`<div class="bottom">
            <au-composer
              .conversation=${this.conversation}
              @edit-last=${()=>this.log?.editLast()}
              @sent=${()=>this.log?.follow()}
            ></au-composer>
            ${this.fine(e)}
          </div>`}
    `}focus(){this.composer?.focus()}};Y.styles=[w,M,x` :host{display:flex;flex-direction:column;height:100%;min-width:0;position:relative;}.bottom{flex:none;width:100%;max-width:calc(var(--column) + 2.5rem);margin:0 auto;padding:0 clamp(0.625rem,3vw,1.25rem) max(0.75rem,env(safe-area-inset-bottom));}.fine{padding-top:0.5rem;text-align:center;font-size:0.8rem;color:var(--text-3);}.fine .link{color:var(--accent);text-decoration:underline;}.hello{position:relative;flex:1;min-height:0;overflow-y:auto;display:grid;align-content:safe center;justify-items:center;gap:0.5rem;padding:1rem 1.25rem 1.5rem;text-align:center;}.glow{position:absolute;inset:0;overflow:hidden;pointer-events:none;z-index:0;}.glow::before{content:'';position:absolute;left:50%;top:50%;width:54rem;height:24rem;transform:translate(-50%,-68%) rotate(-6deg);opacity:0.26;background:radial-gradient(ellipse 27% 44% at 28% 54%,color-mix(in srgb,var(--glow-1) 78%,transparent),color-mix(in srgb,var(--glow-1) 52%,transparent) 30%,color-mix(in srgb,var(--glow-1) 22%,transparent) 58%,color-mix(in srgb,var(--glow-1) 6%,transparent) 82%,transparent),radial-gradient(ellipse 30% 44% at 52% 46%,color-mix(in srgb,var(--glow-2) 78%,transparent),color-mix(in srgb,var(--glow-2) 52%,transparent) 30%,color-mix(in srgb,var(--glow-2) 22%,transparent) 58%,color-mix(in srgb,var(--glow-2) 6%,transparent) 82%,transparent),radial-gradient(ellipse 26% 44% at 74% 54%,color-mix(in srgb,var(--glow-3) 78%,transparent),color-mix(in srgb,var(--glow-3) 52%,transparent) 30%,color-mix(in srgb,var(--glow-3) 22%,transparent) 58%,color-mix(in srgb,var(--glow-3) 6%,transparent) 82%,transparent);}.hello > :not(.glow){position:relative;}h1{margin-top:0.75rem;font-size:clamp(1.5rem,4.5vw,1.95rem);font-weight:650;letter-spacing:-0.025em;text-wrap:balance;}.sub{max-width:34rem;color:var(--text-2);text-wrap:balance;}.starters{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:0.75rem;width:100%;max-width:var(--column);margin-top:1.5rem;}.starter{display:grid;align-content:start;gap:0.5rem;padding:0.875rem 1rem 1rem;border:1px solid var(--line);border-radius:16px;background:var(--bg-raised);transition:border-color var(--quick),transform var(--quick);}.starter:hover{border-color:var(--accent);transform:translateY(-1px);}.starter svg{color:var(--accent);}.starter b{font-weight:550;text-wrap:balance;}.starter span{font-size:0.87rem;color:var(--text-3);}@media (max-width: 640px){.starters{grid-template-columns:minmax(0,1fr);gap:0.5rem;margin-top:1rem;}.starter{grid-template-columns:auto 1fr;align-items:center;align-content:center;padding:0.625rem 0.875rem;min-height:52px;}.starter > span{display:none;}}@media (max-width: 640px),(max-height: 520px){.fine:not(.guide){display:none;}}`],n([L()],Y.prototype,"conversation",2),n([g("au-log")],Y.prototype,"log",2),n([g("au-composer")],Y.prototype,"composer",2),Y=n([b("au-chat")],Y);var fe=x` :host{display:grid;align-items:safe center;justify-items:center;height:100%;overflow-y:auto;padding:1.5rem 1rem;background:var(--bg-side);position:relative;isolation:isolate;}.glow{position:fixed;inset:0;z-index:-1;overflow:hidden;pointer-events:none;}.glow::before{content:'';position:absolute;left:50%;top:0;width:80rem;height:34rem;transform:translate(-50%,-30%) rotate(-5deg);opacity:0.38;background:radial-gradient(ellipse 26% 46% at 27% 50%,color-mix(in srgb,var(--glow-1) 78%,transparent),color-mix(in srgb,var(--glow-1) 52%,transparent) 30%,color-mix(in srgb,var(--glow-1) 22%,transparent) 58%,color-mix(in srgb,var(--glow-1) 6%,transparent) 82%,transparent),radial-gradient(ellipse 30% 46% at 52% 46%,color-mix(in srgb,var(--glow-2) 78%,transparent),color-mix(in srgb,var(--glow-2) 52%,transparent) 30%,color-mix(in srgb,var(--glow-2) 22%,transparent) 58%,color-mix(in srgb,var(--glow-2) 6%,transparent) 82%,transparent),radial-gradient(ellipse 26% 46% at 74% 52%,color-mix(in srgb,var(--glow-3) 78%,transparent),color-mix(in srgb,var(--glow-3) 52%,transparent) 30%,color-mix(in srgb,var(--glow-3) 22%,transparent) 58%,color-mix(in srgb,var(--glow-3) 6%,transparent) 82%,transparent);}main{width:100%;max-width:25.5rem;padding:clamp(1.5rem,6vw,2.25rem);border:1px solid var(--line);border-radius:22px;background:var(--bg-raised);box-shadow:var(--shadow);}.mark{margin-bottom:1.25rem;}h1{font-size:1.5rem;font-weight:660;letter-spacing:-0.022em;line-height:1.25;}.lead{margin:0.375rem 0 1.5rem;color:var(--text-2);text-wrap:pretty;}.lead:last-child{margin-bottom:0;}form{display:grid;gap:1.125rem;}.button{min-height:46px;width:100%;margin-top:0.25rem;}.secret{position:relative;}.secret input{padding-inline-end:4.5rem;}.peek{position:absolute;inset-inline-end:4px;top:0;height:44px;padding:0 0.75rem;font-size:0.9rem;font-weight:550;color:var(--text-2);border-radius:var(--radius-small);}.meter{display:grid;grid-template-columns:repeat(3,1fr);gap:4px;margin-top:0.25rem;}.meter i{height:4px;border-radius:2px;background:var(--bg-hover);transition:background var(--quick);}.meter.level1 i:nth-child(1){background:var(--warn);}.meter.level2 i:nth-child(-n + 2),.meter.level3 i{background:var(--accent);}`;function $e(a){let o=/Edg\//.test(a)?"Edge":/Firefox\//.test(a)?"Firefox":/Chrom(e|ium)\//.test(a)?"Chrome":/Safari\//.test(a)?"Safari":"Browser",e=/iPhone|iPad/.test(a)?"iOS":/Android/.test(a)?"Android":/Mac OS X/.test(a)?"macOS":/Windows/.test(a)?"Windows":/Linux/.test(a)?"Linux":"";return e?`${o} on ${e}`:o}var B=class extends f{constructor(){super(...arguments);this.problem="";this.busy=!1;this.seen=!1}firstUpdated(){this.name?.focus()}async send(e){e.preventDefault();let t=this.name.value.trim(),i=this.password.value;if(t===""||i===""){this.problem=t===""?"Type your name.":"Type your password.",(t===""?this.name:this.password).focus();return}this.busy=!0,this.problem="";try{m.enter((await X.signIn({name:t,password:i,device:$e(navigator.userAgent)})).me)}catch(r){this.problem=r instanceof ae&&r.status===401?"Name or password is wrong. Try again.":W(r),this.password.select()}finally{this.busy=!1}}needed(){return s`<main>
      <div class="mark">${_(44)}</div>
      <h1>This node is new</h1>
      <p class="lead">It has no owner yet. Open the one-time set-up link that <code>./aurora up</code> printed when it started.</p>
      <p class="notice">The link is shown in the terminal where the node runs. If it is gone, end the node with <code>./aurora down</code> and start it again: it prints a new one.</p>
    </main>`}render(){return s`<div class="glow"></div>
      ${m.setupNeeded?this.needed():s`<main>
            <div class="mark">${_(44)}</div>
            <h1>Welcome back</h1>
            <p class="lead">${m.node?s`Sign in to Aurora on <b>${m.node}</b>.`:"Sign in to Aurora."}</p>
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
          </main>`}`}};B.styles=[w,M,pe,fe],n([v()],B.prototype,"problem",2),n([v()],B.prototype,"busy",2),n([v()],B.prototype,"seen",2),n([g("#name")],B.prototype,"name",2),n([g("#password")],B.prototype,"password",2),B=n([b("au-sign-in")],B);var I=class extends f{constructor(){super(...arguments);this.code="";this.problem="";this.field="";this.busy=!1;this.link="asking";this.seen=!1;this.typed=""}willUpdate(e){e.has("code")&&(this.link="asking",this.judge())}async judge(){let{code:e}=this;if(!(e===""||!m.setupNeeded)){try{let{valid:t,needed:i}=await X.checkSetup(e);if(e!==this.code)return;this.link=t?"good":i?"old":"owned",i||m.owned()}catch(t){if(e!==this.code)return;this.link="unsure",this.problem=W(t)}await this.updateComplete,this.name?.value||this.name?.focus()}}wrong(e,t){this.field=e,this.problem=t,this[e].focus()}async send(e){e.preventDefault();let t=this.name.value.trim(),i=this.password.value;if(t==="")return this.wrong("name","Choose a name to sign in with.");if(we(i).level===0)return this.wrong("password","Use 12 characters or more. A few words in a row are easy to remember.");this.busy=!0,this.problem="",this.field="";try{m.enter((await X.setup({code:this.code,name:t,password:i,device:$e(navigator.userAgent)})).me)}catch(r){this.problem=W(r),r instanceof ae&&r.status===403&&await this.judge(),r instanceof ae&&(r.field==="name"||r.field==="password")&&this.wrong(r.field,r.message)}finally{this.busy=!1}}stale(){return m.setupNeeded&&this.link!=="owned"?s`<h1>${this.code===""?"This link is not complete":"This link is out of date"}</h1>
        <p class="lead">
          ${this.code===""?s`Copy the whole set-up link from the terminal where <code>./aurora up</code> runs, with everything after the #.`:s`Aurora prints a new set-up link each time it starts, and only the newest works. Open the link in the terminal where
                <code>./aurora up</code> runs. Is that terminal gone? End Aurora with <code>./aurora down</code>, and start it with
                <code>./aurora up</code>.`}
        </p>`:s`<h1>This node has its owner</h1>
      <p class="lead">The set-up link works once, and it was used. Sign in with your name and password.</p>
      <a class="button primary" href="/">Go to sign-in</a>`}render(){let{level:e,words:t}=we(this.typed);return s`<div class="glow"></div>
      <main>
        <div class="mark">${_(44)}</div>
        ${this.code===""||!m.setupNeeded||this.link==="old"||this.link==="owned"?this.stale():this.link==="asking"?s`<p class="lead" aria-busy="true">Checking the link…</p>`:s`<h1>Make this node yours</h1>
              <p class="lead">
                You become the owner of Aurora${m.node?s` on <b>${m.node}</b>`:p}. One name, one password, and you
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
      </main>`}};I.styles=[w,M,pe,fe],n([L()],I.prototype,"code",2),n([v()],I.prototype,"problem",2),n([v()],I.prototype,"field",2),n([v()],I.prototype,"busy",2),n([v()],I.prototype,"link",2),n([v()],I.prototype,"seen",2),n([v()],I.prototype,"typed",2),n([g("#name")],I.prototype,"name",2),n([g("#password")],I.prototype,"password",2),I=n([b("au-setup")],I);var qt=2500,se=class extends f{constructor(){super(...arguments);this.silent=!1;this.reads=new S(this,m,N,C,y,$);this.phase=m.phase;this.drawn=!1;this.online=()=>this.requestUpdate()}connectedCallback(){super.connectedCallback(),addEventListener("keydown",Re),addEventListener("online",this.online),addEventListener("offline",this.online),document.addEventListener("visibilitychange",()=>{!document.hidden&&m.phase==="in"&&k.look()}),Z.addEventListener("change",this.online),this.addEventListener("click",Le),m.subscribe(()=>this.entered()),$.subscribe(()=>this.listen()),m.start()}entered(){m.phase!==this.phase&&(this.phase=m.phase,m.phase==="in"?($.load().catch(e=>O.error(W(e))),k.follow(),$.follow()):($.unfollow(),k.unfollow(),d.open(void 0),y.set({palette:!1,keys:!1,drawer:!1})))}listen(){$.up?(clearTimeout(this.silence),this.silence=void 0,this.silent=!1):this.silence??=setTimeout(()=>this.silent=!0,qt)}updated(){let e=y.drawer&&Z.matches;if(e!==this.drawn){this.drawn=e;let r=this.renderRoot.querySelector(e?"au-sidebar":"main");this.phase==="in"&&r?.focus()}let t=N.at,i=t.page==="chat"?t.conversation?d.summary?.title:"":{status:"Status",account:"Account",users:"Users",setup:"Set-up"}[t.page];document.title=m.phase==="in"&&i?`${i} · Aurora`:"Aurora"}page(){let e=N.at;return(e.page==="status"||e.page==="account"||e.page==="users")&&import("./more-HTWSR3BA.js"),e.page==="status"?s`<au-status></au-status>`:e.page==="account"?s`<au-account></au-account>`:e.page==="users"?s`<au-users></au-users>`:s`<au-chat .conversation=${e.page==="chat"?e.conversation:void 0}></au-chat>`}banner(){return!navigator.onLine&&!["localhost","127.0.0.1","[::1]"].includes(location.hostname)?s`<div class="banner" role="status">${u("cloud",17)} This browser is offline. What you write is kept.</div>`:this.silent?s`<div class="banner" role="status">${u("cloud",17)} The node cannot be reached. Trying again…</div>`:p}unreachable(){return s`<main class="middle">
      ${_(48)}
      <h1>The node does not answer</h1>
      <p>${m.problem}</p>
      <button class="button primary" @click=${()=>{m.start()}}>Try again</button>
    </main>`}toContent(){this.renderRoot.querySelector("main")?.focus()}render(){if(this.reads,m.phase==="starting")return s`<main class="middle" aria-busy="true"><div class="waits">${_(48)}</div></main>`;if(m.phase==="unreachable")return this.unreachable();if(m.phase==="out")return N.at.page==="setup"?s`<au-setup .code=${N.at.code}></au-setup>`:s`<au-sign-in></au-sign-in><au-toasts></au-toasts>`;let e=!C.sidebar&&!Z.matches,t=y.drawer&&Z.matches,i=e||Z.matches&&!t;return s`<nav aria-label="Short cut"><button class="skip button" @click=${this.toContent}>To the content</button></nav>
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
      <au-toasts></au-toasts>`}};se.styles=[w,M,x` :host{display:block;height:100%;}.shell{display:grid;grid-template-columns:var(--side) minmax(0,1fr);grid-template-rows:auto minmax(0,1fr);height:100%;}.shell.alone{grid-template-columns:0 minmax(0,1fr);}aside{grid-row:1 / 3;overflow:hidden;border-inline-end:1px solid var(--line);background:var(--bg-side);}.alone aside{visibility:hidden;border:0;}au-sidebar{width:calc(var(--side) - 1px);}main{grid-column:2;grid-row:2;min-width:0;min-height:0;}.page{height:100%;}.shade{display:none;}.banner{grid-column:2;display:flex;align-items:center;justify-content:center;gap:0.5rem;padding:0.375rem 1rem;background:var(--warn-soft);color:var(--warn);font-size:0.92rem;font-weight:550;}.skip{position:fixed;z-index:60;top:8px;left:8px;transform:translateY(-200%);}.skip:focus{transform:none;}.middle{display:grid;align-content:center;justify-items:center;gap:1rem;height:100%;padding:1.5rem;text-align:center;}.middle h1{font-size:1.3rem;font-weight:650;}.middle p{max-width:28rem;color:var(--text-2);}.waits{opacity:0;animation:appear 400ms 500ms forwards;}@keyframes appear{to{opacity:1;}}@media (max-width: 820px){.shell,.shell.alone{grid-template-columns:0 minmax(0,1fr);}aside,.alone aside{position:fixed;z-index:20;inset:0 auto 0 0;width:min(19.5rem,86vw);visibility:hidden;transform:translateX(-100%);transition:transform var(--slow),visibility 0s 260ms;}.drawn aside{visibility:visible;transform:none;transition:transform var(--slow);box-shadow:var(--shadow);}au-sidebar{width:100%;}.drawn .shade{display:block;position:fixed;z-index:19;inset:0;width:100%;background:rgb(8 12 18 / 45%);}}`],n([v()],se.prototype,"silent",2),se=n([b("au-app")],se);
