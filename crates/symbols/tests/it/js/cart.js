(()=>{var t=class{items=null;total(){return this.items.sum}};function n(e){return e.total()}var r=()=>n(new t);globalThis.addEventListener("load",()=>r());})();
//# sourceMappingURL=cart.js.map
