"""Another site, on this machine, that answers as the worst of them do."""

import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FINE = "<html><title>Un texte</title><p>" + "Un vrai texte, assez long. " * 40
PARKED = "<html><title>brins.example</title><p>This domain is for sale. Buy this domain today.</p>"
REGISTRAR = (
    "<html><p>New .COMs $7.99/yr plus 18 cents/yr ICANN fee. Offer ends May 31, 2012. "
    "The world’s largest hostname provider.</p>"
)
LANDER = '<html><script>window.location.href="/lander"</script></html>'


class Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, str]] = []

    def log_message(self, *arguments) -> None:
        pass

    def send(self, body: str, kind: str = "text/html", status: int = 200, **headers) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def to(self, where: str, status: int = 301) -> None:
        self.send_response(status)
        self.send_header("Location", where)
        self.end_headers()

    def do_GET(self) -> None:
        self.seen.append((self.path, self.headers.get("User-Agent", "")))
        name = self.path.split("?")[0].strip("/")
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"page_{name.replace('-', '_')}", self.page_missing)()

    def page_(self):
        self.send(FINE)

    page_bien = page_nouvelle = page_

    def page_missing(self):
        self.send("Rien ici.", status=404)

    def page_parti(self):
        self.send("Parti.", status=410)

    def page_panne(self):
        self.send("Panne.", status=503)

    def page_interdit(self):
        self.send("Non.", status=403)

    def page_travers(self):
        self.to("http://[travers")

    def page_deplace(self):
        self.to("/nouvelle")

    def page_passage(self):
        self.to("/nouvelle", 302)

    def page_accueil(self):
        self.to("/")

    def page_boucle(self):
        self.to("/boucle-bis")

    def page_boucle_bis(self):
        self.to("/boucle")

    def page_sans_fin(self):
        count = int((self.path.split("?") + ["0"])[1])
        self.to(f"/sans-fin?{count + 1}")

    def page_vers_prive(self):
        self.to("http://10.0.0.1/")

    def page_vers_fichier(self):
        self.to("file:///etc/passwd")

    def page_a_vendre(self):
        self.send(PARKED)

    def page_registraire(self):
        self.send(REGISTRAR)

    def page_vide(self):
        self.send(LANDER)

    def page_vendeur(self):
        self.to("http://www.hugedomains.com/x")

    def page_menteur(self):
        """Claims a picture, of another length."""
        self.send(PARKED, kind="image/png", Content_Length="999999")

    def page_court(self):
        self.send(FINE[:100], Content_Length="100000")

    def page_enorme(self):
        self.send("<html>" + FINE * 2000)

    def page_lent(self):
        time.sleep(3)
        self.send(FINE)

    def page_goutte(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            self.wfile.write(b"X")
            time.sleep(0.05)

    def page_charabia(self):
        self.wfile.write(b"\x00\xff\x00 pas du HTTP\r\n\r\n")


@contextmanager
def site():
    """The address of a running one; what it was asked is in `Handler.seen`."""
    Handler.seen = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
