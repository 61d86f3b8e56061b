"""A mail server for the tests, of Debian's package python3-aiosmtpd.

Arguments: a folder, the kind of encryption (none, starttls, tls). Writes its port into FOLDER/port,
and every mail that it takes as a line of JSON into FOLDER/mails. Whom a mail is for says what becomes
of it: later@ is refused for now twice, never@ for good, drop@ is taken and the line cut."""

import email
import email.policy
import json
import pathlib
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, kind = pathlib.Path(sys.argv[1]), sys.argv[2]
lock = threading.Lock()
tries = {}


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never@"):
            return "550 5.1.1 there is nobody of that name"
        if address.startswith("later@"):
            tries[address] = tries.get(address, 0) + 1
            if tries[address] <= 2:
                return "451 4.7.1 greylisted, try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {
            "to": envelope.rcpt_tos[0],
            "from": envelope.mail_from,
            "subject": mail["Subject"],
            "id": mail["Message-ID"],
            "text": mail.get_content(),
            "unsubscribe": mail["List-Unsubscribe"],
            "unsubscribe_post": mail["List-Unsubscribe-Post"],
            "encrypted": session.ssl is not None or kind == "tls",
            "user": session.auth_data.login.decode() if session.auth_data else None,
        }
        with lock, open(folder / "mails", "a") as file:
            file.write(json.dumps(line) + "\n")
        if envelope.rcpt_tos[0].startswith("drop@"):
            server.transport.abort()
        return "250 taken"


def known(server, session, envelope, mechanism, login):
    right = isinstance(login, LoginPassword) and login.password == b"mail-password"
    return AuthResult(success=right, auth_data=login if right else None)


context = None
if kind != "none":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")


class Server(Controller):
    def factory(self):
        return SMTP(
            self.handler,
            hostname="localhost",
            authenticator=known,
            auth_required=kind != "none",
            auth_require_tls=kind == "starttls",
            tls_context=context if kind == "starttls" else None,
            require_starttls=kind == "starttls",
        )


arguments = {"ssl_context": context} if kind == "tls" else {}
server = Server(Handler(), hostname="127.0.0.1", port=int(sys.argv[3]), **arguments)
server.start()
(folder / "port").write_text(str(server.port))
# Until whoever started it is gone.
sys.stdin.read()
server.stop()
