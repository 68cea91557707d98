"""Labels as they read inside a sentence.  Pure."""


def inside(label: str) -> str:
    """« Salarié·e en agence » → « salarié·e en agence », but « SEO » stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
