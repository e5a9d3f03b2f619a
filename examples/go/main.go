// A shop in Go: places orders, signs pay params, and receives notifications.
//
//	wechatpay sandbox run -- go run .
package main

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	mchid       = os.Getenv("WECHATPAY_MCHID")
	appid       = os.Getenv("WECHATPAY_APPID")
	serialNo    = os.Getenv("WECHATPAY_SERIAL_NO")
	notifyURL   = os.Getenv("WECHATPAY_NOTIFY_URL")
	publicKeyID = os.Getenv("WECHATPAY_PUBLIC_KEY_ID")
	baseURL     = or(os.Getenv("WECHATPAY_BASE_URL"), "https://api.mch.weixin.qq.com")
	privateKey  = must(x509.ParsePKCS8PrivateKey(block("WECHATPAY_PRIVATE_KEY_FILE"))).(*rsa.PrivateKey)
	publicKey   = must(x509.ParsePKIXPublicKey(block("WECHATPAY_PUBLIC_KEY_FILE"))).(*rsa.PublicKey)
	resources   = must(cipher.NewGCM(must(aes.NewCipher(bytes.TrimSpace(file("WECHATPAY_APIV3_KEY_FILE"))))))
	client      = http.Client{Timeout: 10 * time.Second}
)

// In memory, for the example. A shop keeps them in its database.
var (
	lock   sync.Mutex
	orders = map[string]*order{}
)

type order struct {
	OutTradeNo    string `json:"out_trade_no"`
	Total         int64  `json:"total"`
	Paid          bool   `json:"paid"`
	TransactionID string `json:"transaction_id,omitempty"`
}

// A payment, as the notification of it tells.
type payment struct {
	Appid         string `json:"appid"`
	Mchid         string `json:"mchid"`
	OutTradeNo    string `json:"out_trade_no"`
	TransactionID string `json:"transaction_id"`
	Amount        struct {
		Total int64 `json:"total"`
	} `json:"amount"`
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func or(value, other string) string {
	if value == "" {
		return other
	}
	return value
}

func file(variable string) []byte { return must(os.ReadFile(os.Getenv(variable))) }

func block(variable string) []byte {
	found, _ := pem.Decode(file(variable))
	if found == nil {
		log.Fatalf("%s is not PEM", variable)
	}
	return found.Bytes
}

func random(length int) string {
	data := make([]byte, length)
	must(rand.Read(data))
	return hex.EncodeToString(data)
}

func sign(lines ...string) string {
	digest := sha256.Sum256([]byte(strings.Join(lines, "\n") + "\n"))
	return base64.StdEncoding.EncodeToString(must(rsa.SignPKCS1v15(rand.Reader, privateKey, crypto.SHA256, digest[:])))
}

// Verifies the raw bytes of a body: JSON that was parsed and written again has others.
func verify(header http.Header, body []byte) error {
	timestamp := header.Get("Wechatpay-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	age := time.Since(time.Unix(seconds, 0))
	switch {
	case header.Get("Wechatpay-Serial") != publicKeyID:
		return errors.New("signed with a key that this shop does not use")
	case err != nil || age > 5*time.Minute || age < -5*time.Minute:
		return errors.New("not signed within the last five minutes")
	}
	signature, err := base64.StdEncoding.DecodeString(header.Get("Wechatpay-Signature"))
	if err != nil {
		return err
	}
	message := fmt.Sprintf("%s\n%s\n%s\n", timestamp, header.Get("Wechatpay-Nonce"), body)
	digest := sha256.Sum256([]byte(message))
	return rsa.VerifyPKCS1v15(publicKey, crypto.SHA256, digest[:], signature)
}

func call(method, path string, value any) ([]byte, error) {
	body := must(json.Marshal(value))
	timestamp, nonce := strconv.FormatInt(time.Now().Unix(), 10), random(16)
	request := must(http.NewRequest(method, baseURL+path, bytes.NewReader(body)))
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "shop/1.0")
	// Names the key that responses and notifications are to be signed with.
	request.Header.Set("Wechatpay-Serial", publicKeyID)
	request.Header.Set("Authorization", fmt.Sprintf(
		`WECHATPAY2-SHA256-RSA2048 mchid="%s",nonce_str="%s",signature="%s",timestamp="%s",serial_no="%s"`,
		mchid, nonce, sign(method, path, timestamp, nonce, string(body)), timestamp, serialNo))
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if body, err = io.ReadAll(response.Body); err != nil {
		return nil, err
	}
	// A refusal may be unsigned, as a 401 is: it is logged, and nothing else follows from it.
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", response.Status, body)
	}
	if err := verify(response.Header, body); err != nil {
		return nil, fmt.Errorf("the response does not verify: %w", err)
	}
	return body, nil
}

func reply(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

func refuse(w http.ResponseWriter, status int, why error) {
	log.Print(why)
	reply(w, status, map[string]string{"code": "FAIL", "message": "refused"})
}

func place(w http.ResponseWriter, r *http.Request) {
	// For the example, the buyer names the price. A shop knows it, and who the buyer is.
	var wanted struct {
		Openid, Description string
		Total               int64
	}
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	number := "go-" + random(12)
	// Before the call: what is paid may be notified before the call returns.
	lock.Lock()
	orders[number] = &order{OutTradeNo: number, Total: wanted.Total}
	lock.Unlock()
	body, err := call("POST", "/v3/pay/transactions/jsapi", map[string]any{
		"appid":        appid,
		"mchid":        mchid,
		"description":  wanted.Description,
		"out_trade_no": number,
		"notify_url":   notifyURL,
		"amount":       map[string]any{"total": wanted.Total},
		"payer":        map[string]any{"openid": wanted.Openid},
	})
	var prepaid struct {
		PrepayID string `json:"prepay_id"`
	}
	if err == nil {
		err = json.Unmarshal(body, &prepaid)
	}
	if err != nil {
		refuse(w, http.StatusBadGateway, err)
		return
	}
	timestamp, nonce := strconv.FormatInt(time.Now().Unix(), 10), random(16)
	pay := "prepay_id=" + prepaid.PrepayID
	reply(w, http.StatusOK, map[string]any{"out_trade_no": number, "pay_params": map[string]string{
		"timeStamp": timestamp,
		"nonceStr":  nonce,
		"package":   pay,
		"signType":  "RSA",
		"paySign":   sign(appid, timestamp, nonce, pay),
	}})
}

func show(w http.ResponseWriter, r *http.Request) {
	lock.Lock()
	defer lock.Unlock()
	if found := orders[strings.TrimPrefix(r.URL.Path, "/orders/")]; found != nil {
		reply(w, http.StatusOK, found)
		return
	}
	http.NotFound(w, r)
}

func notify(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<18))
	if err == nil {
		err = verify(r.Header, body)
	}
	if err != nil {
		refuse(w, http.StatusUnauthorized, err)
		return
	}
	var notification struct {
		EventType string `json:"event_type"`
		Resource  struct {
			Nonce          string `json:"nonce"`
			Ciphertext     []byte `json:"ciphertext"`
			AssociatedData string `json:"associated_data"`
		} `json:"resource"`
	}
	var event payment
	err = json.Unmarshal(body, &notification)
	resource := notification.Resource
	if err == nil && len(resource.Nonce) != resources.NonceSize() {
		err = errors.New("the resource has no nonce")
	}
	if err == nil {
		body, err = resources.Open(nil, []byte(resource.Nonce), resource.Ciphertext, []byte(resource.AssociatedData))
	}
	if err == nil {
		err = json.Unmarshal(body, &event)
	}
	if err == nil && event.Mchid != "" && event.Mchid != mchid {
		err = errors.New("a notification of another merchant")
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	if notification.EventType == "TRANSACTION.SUCCESS" {
		pay(event)
	}
	w.WriteHeader(http.StatusNoContent)
}

// WeChat Pay repeats notifications, and they overtake each other: an order is paid once, and stays so.
// In a database: one transaction, with the order's row locked.
func pay(event payment) {
	lock.Lock()
	defer lock.Unlock()
	found := orders[event.OutTradeNo]
	if found != nil && found.Paid {
		return
	}
	if found == nil || event.Appid != appid || event.Amount.Total != found.Total {
		log.Printf("a payment that fits no order, to look into: %s", event.TransactionID)
		return
	}
	found.Paid = true
	found.TransactionID = event.TransactionID
}

func main() {
	http.HandleFunc("/orders", place)
	http.HandleFunc("/orders/", show)
	http.HandleFunc("/notify", notify)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+or(os.Getenv("PORT"), "8080"), nil))
}
