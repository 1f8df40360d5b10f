/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <openssl/evp.h>

/* The provider's context, and whether an update of it failed. */
struct quhua__hasher {
  EVP_MD_CTX *context;
  bool failed;
};

quhua__hasher *quhua__hasher_new(quhua__digest_algorithm algorithm) {
  quhua__hasher *hasher = OPENSSL_malloc(sizeof *hasher);
  if (!hasher) return NULL;
  hasher->failed = false;
  hasher->context = EVP_MD_CTX_new();
  const EVP_MD *md = algorithm == QUHUA__SHA256 ? EVP_sha256() : EVP_sm3();
  if (!hasher->context || !md || EVP_DigestInit_ex(hasher->context, md, NULL) != 1) {
    EVP_MD_CTX_free(hasher->context);
    OPENSSL_free(hasher);
    return NULL;
  }
  return hasher;
}

void quhua__hasher_add(quhua__hasher *hasher, const void *data, size_t len) {
  if (EVP_DigestUpdate(hasher->context, data, len) != 1) hasher->failed = true;
}

bool quhua__hasher_finish(quhua__hasher *hasher, uint8_t out[32]) {
  unsigned len = 0;
  uint8_t digest[EVP_MAX_MD_SIZE];
  bool ok = !hasher->failed && EVP_DigestFinal_ex(hasher->context, digest, &len) == 1 && len == 32;
  for (unsigned i = 0; ok && i < 32; i++) out[i] = digest[i];
  EVP_MD_CTX_free(hasher->context);
  OPENSSL_free(hasher);
  return ok;
}
