"""
An object read as a file: by range requests, page after page, some pages remembered.

    pages = ObjectPages(store)
    with pages.file("00000001.seg2") as file:
        file.seek(64)
"""

import io
from functools import lru_cache
from typing import Final

from obstore.store import ObjectStore

_PAGE_BYTES: Final = 128 * 1024
_MOST_PAGES: Final = 128
_MOST_SIZES: Final = 65536


class ObjectPages:
    """
    Pages of objects that never change.

    page_bytes: of one request at most; most: pages that are remembered.
    """

    def __init__(
        self, store: ObjectStore, *, page_bytes: int = _PAGE_BYTES, most: int = _MOST_PAGES
    ) -> None:
        self.page_bytes = page_bytes
        self._store = store
        self.page = lru_cache(maxsize=most)(self._page)
        self.size = lru_cache(maxsize=_MOST_SIZES)(self._size)

    def file(self, path: str) -> io.BufferedReader:
        """Return an object as a file. Its reads raise what obstore raises."""
        return io.BufferedReader(_ObjectFile(self, path), buffer_size=self.page_bytes)

    def forget(self) -> None:
        """Ask the store anew from now on."""
        self.page.cache_clear()
        self.size.cache_clear()

    def _size(self, path: str) -> int:
        return self._store.head(path)["size"]

    def _page(self, path: str, number: int) -> bytes:
        start = number * self.page_bytes
        end = min(start + self.page_bytes, self.size(path))
        return bytes(self._store.get_range(path, start=start, end=end)) if start < end else b""


class _ObjectFile(io.RawIOBase):
    def __init__(self, pages: ObjectPages, path: str) -> None:
        super().__init__()
        self._pages = pages
        self._path = path
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            offset += self._pages.size(self._path)
        elif whence == io.SEEK_CUR:
            offset += self._at
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    # typeshed's buffer type cannot be named before Python 3.12 without another package.
    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        number, start = divmod(self._at, self._pages.page_bytes)
        found = self._pages.page(self._path, number)[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
