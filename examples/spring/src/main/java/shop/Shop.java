package shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * A shop on Spring Boot: places orders, signs pay params, and receives notifications.
 *
 * <pre>wechatpay sandbox run -- mvn -o spring-boot:run</pre>
 */
@SpringBootApplication
@RestController
class Shop {
  record Wanted(String openid, long total, String description) {}

  record Order(String out_trade_no, long total, boolean paid) {}

  private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

  private final WechatPay wechatPay;
  // In memory, for the example. A shop keeps both in its database, in one transaction.
  private final Map<String, Order> orders = new ConcurrentHashMap<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();

  Shop(WechatPay wechatPay) {
    this.wechatPay = wechatPay;
  }

  public static void main(String[] args) {
    SpringApplication.run(Shop.class, args);
  }

  @PostMapping("/orders")
  Map<String, Object> place(@RequestBody Wanted wanted) throws Exception {
    String number = "java-" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    Map<String, String> pay = wechatPay.placeOrder(number, wanted.description(), wanted.total(), wanted.openid());
    orders.put(number, new Order(number, wanted.total(), false));
    return Map.of("out_trade_no", number, "pay_params", pay);
  }

  @GetMapping("/orders/{number}")
  ResponseEntity<Order> show(@PathVariable String number) {
    return ResponseEntity.ofNullable(orders.get(number));
  }

  /** Takes the body as bytes: the signature is over what was sent, not over what was parsed. */
  @PostMapping("/notify")
  ResponseEntity<Map<String, String>> receive(@RequestHeader HttpHeaders headers, @RequestBody byte[] body) {
    JsonNode notification;
    JsonNode event;
    try {
      wechatPay.verify(headers::getFirst, body);
      notification = wechatPay.parse(body);
      event = wechatPay.open(notification.get("resource"));
      if (!event.path("mchid").asText(wechatPay.mchid).equals(wechatPay.mchid)) {
        throw new WechatPay.Refused("of another merchant");
      }
    } catch (Exception error) {
      LOG.warn("a notification was refused: {}", error.toString());
      return ResponseEntity.status(401).body(Map.of("code", "FAIL", "message", "refused"));
    }
    // WeChat Pay repeats notifications, and they overtake each other.
    if (taken.add(notification.path("id").asText())
        && notification.path("event_type").asText().equals("TRANSACTION.SUCCESS")) {
      long total = event.path("amount").path("total").asLong();
      orders.computeIfPresent(event.path("out_trade_no").asText(),
          (number, order) -> new Order(number, order.total(), order.total() == total));
    }
    return ResponseEntity.noContent().build();
  }
}
