package shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** What a shop does with WeChat Pay: sign, verify and open. Nothing but the JDK and Jackson. */
@Component
class WechatPay {
  /** A response or notification that is not WeChat Pay's, or not fresh. */
  static class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  final String mchid = setting("MCHID");
  final String appid = setting("APPID");
  private final String publicKeyId = setting("PUBLIC_KEY_ID");
  private final String baseUrl =
      System.getenv().getOrDefault("WECHATPAY_BASE_URL", "https://api.mch.weixin.qq.com");
  private final PrivateKey privateKey;
  private final PublicKey publicKey;
  private final SecretKeySpec apiv3Key;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  WechatPay() throws Exception {
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    privateKey = rsa.generatePrivate(new PKCS8EncodedKeySpec(pem("PRIVATE_KEY_FILE")));
    publicKey = rsa.generatePublic(new X509EncodedKeySpec(pem("PUBLIC_KEY_FILE")));
    apiv3Key = new SecretKeySpec(read("APIV3_KEY_FILE").trim().getBytes(StandardCharsets.UTF_8), "AES");
  }

  private static String setting(String name) {
    String value = System.getenv("WECHATPAY_" + name);
    if (value == null || value.isEmpty()) throw new IllegalStateException("WECHATPAY_" + name + " is not set");
    return value;
  }

  private static String read(String name) throws Exception {
    return Files.readString(Path.of(setting(name)));
  }

  private static byte[] pem(String name) throws Exception {
    return Base64.getMimeDecoder().decode(read(name).replaceAll("-----[A-Z ]+-----", ""));
  }

  private static String now() {
    return Long.toString(Instant.now().getEpochSecond());
  }

  private static String nonce() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private String sign(String... lines) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(privateKey);
    for (String line : lines) signer.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signer.sign());
  }

  /** Verifies the raw bytes of a body: JSON that was parsed and written again has others. */
  void verify(UnaryOperator<String> header, byte[] body) throws Refused {
    if (!publicKeyId.equals(header.apply("Wechatpay-Serial"))) {
      throw new Refused("signed with a key that this shop does not use");
    }
    try {
      String timestamp = String.valueOf(header.apply("Wechatpay-Timestamp"));
      Instant signed = Instant.ofEpochSecond(Long.parseLong(timestamp));
      if (Duration.between(signed, Instant.now()).abs().compareTo(Duration.ofMinutes(5)) > 0) {
        throw new Refused("not signed within the last five minutes");
      }
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      message.writeBytes((timestamp + "\n" + header.apply("Wechatpay-Nonce") + "\n").getBytes(StandardCharsets.UTF_8));
      message.writeBytes(body);
      message.write('\n');
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(publicKey);
      verifier.update(message.toByteArray());
      if (verifier.verify(Base64.getDecoder().decode(String.valueOf(header.apply("Wechatpay-Signature"))))) return;
    } catch (GeneralSecurityException | RuntimeException error) {
      throw new Refused("the signature cannot be read: " + error.getMessage());
    }
    throw new Refused("the signature does not verify");
  }

  private JsonNode call(String method, String path, Object value) throws Exception {
    byte[] body = json.writeValueAsBytes(value);
    String timestamp = now();
    String nonce = nonce();
    String signature = sign(method, path, timestamp, nonce, new String(body, StandardCharsets.UTF_8));
    HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + path))
        .timeout(Duration.ofSeconds(10))
        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .header("User-Agent", "shop/1.0")
        // Names the key that responses and notifications are to be signed with.
        .header("Wechatpay-Serial", publicKeyId)
        .header("Authorization", "WECHATPAY2-SHA256-RSA2048 mchid=\"" + mchid + "\",nonce_str=\"" + nonce
            + "\",signature=\"" + signature + "\",timestamp=\"" + timestamp
            + "\",serial_no=\"" + setting("SERIAL_NO") + "\"")
        .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    // A refusal may be unsigned, as a 401 is: it is logged, and nothing else follows from it.
    if (response.statusCode() != 200) {
      throw new IllegalStateException(response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
    }
    verify(name -> response.headers().firstValue(name).orElse(null), response.body());
    return json.readTree(response.body());
  }

  /** Places an order, and returns what wx.requestPayment takes. */
  Map<String, String> placeOrder(String outTradeNo, String description, long total, String openid) throws Exception {
    JsonNode prepaid = call("POST", "/v3/pay/transactions/jsapi", Map.of(
        "appid", appid,
        "mchid", mchid,
        "description", description,
        "out_trade_no", outTradeNo,
        "notify_url", setting("NOTIFY_URL"),
        "amount", Map.of("total", total),
        "payer", Map.of("openid", openid)));
    Map<String, String> pay = new LinkedHashMap<>();
    pay.put("timeStamp", now());
    pay.put("nonceStr", nonce());
    pay.put("package", "prepay_id=" + prepaid.get("prepay_id").asText());
    pay.put("signType", "RSA");
    pay.put("paySign", sign(appid, pay.get("timeStamp"), pay.get("nonceStr"), pay.get("package")));
    return pay;
  }

  JsonNode parse(byte[] body) throws Exception {
    return json.readTree(body);
  }

  /** Opens the resource of a notification that was verified. */
  JsonNode open(JsonNode resource) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    byte[] nonce = resource.path("nonce").asText().getBytes(StandardCharsets.UTF_8);
    cipher.init(Cipher.DECRYPT_MODE, apiv3Key, new GCMParameterSpec(128, nonce));
    cipher.updateAAD(resource.path("associated_data").asText().getBytes(StandardCharsets.UTF_8));
    return json.readTree(cipher.doFinal(Base64.getDecoder().decode(resource.path("ciphertext").asText())));
  }
}
