"""Lets schemathesis send the files that the service takes."""

import schemathesis


@schemathesis.serializer("application/pdf", "image/png", "image/jpeg")
def file(context, value):
    return value if isinstance(value, bytes) else str(value).encode()
